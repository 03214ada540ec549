package org.example.zhibiao;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Adds to every call what the call does not say itself. */
final class CallMetadata implements ClientInterceptor {
  static final Metadata.Key<String> LANGUAGE = key("accept-language");
  static final Metadata.Key<String> TRACE = key("traceparent");
  private static final Metadata.Key<String> USER = key("x-zhibiao-user");

  private final Settings settings;

  CallMetadata(Settings settings) {
    this.settings = settings;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        if (!headers.containsKey(LANGUAGE)) {
          headers.put(LANGUAGE, settings.language());
        }
        if (!settings.tls()) {
          // Metadata is ASCII: names outside it are percent-encoded, in which a plus sign is no space.
          String name = URLEncoder.encode(settings.user(), StandardCharsets.UTF_8);
          headers.put(USER, name.replace("+", "%20"));
        }
        super.start(listener, headers);
      }
    };
  }
}
