package org.example.zhibiao;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import zhibiao.catalog.v1.CatalogServiceGrpc;
import zhibiao.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingV2Stub;
import zhibiao.observation.v1.ObservationServiceGrpc;
import zhibiao.observation.v1.ObservationServiceGrpc.ObservationServiceBlockingV2Stub;
import zhibiao.report.v1.ReportServiceGrpc;
import zhibiao.report.v1.ReportServiceGrpc.ReportServiceBlockingV2Stub;

/**
 * A connection to a hub: address, TLS, token, retries. To be taken as it is, with {@link Settings},
 * {@link BearerToken}, {@link CallMetadata} and {@link Problem}.
 */
public final class Hub implements AutoCloseable {

  /**
   * How the channel balances and retries. Every call of the hub may be repeated: batches, reports and streams carry
   * ids. round_robin keeps a connection to every address of the name, so that one replica that goes takes no calls
   * with it.
   */
  private static final String SERVICE_CONFIG =
      """
      {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [{
          "name": [{}],
          "waitForReady": true,
          "retryPolicy": {
            "maxAttempts": 5,
            "initialBackoff": "0.1s",
            "maxBackoff": "2s",
            "backoffMultiplier": 2,
            "retryableStatusCodes": ["UNAVAILABLE"]
          }
        }],
        "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1}
      }
      """;

  static {
    // By default the virtual machine and gRPC each keep the addresses of a name for 30 seconds; a replica elsewhere has
    // long been ready then. The first is a security property, the second a system property of the same name.
    Security.setProperty("networkaddress.cache.ttl", "2");
    System.setProperty("networkaddress.cache.ttl", "2");
  }

  private final Settings settings;
  private final ManagedChannel channel;

  /** Makes a connection. It fails only on settings: whether the hub is there, the first call tells. */
  public Hub(Settings settings) throws IOException {
    this.settings = settings;
    channel =
        Grpc.newChannelBuilder(settings.target(), credentials(settings))
            .defaultServiceConfig(new Gson().fromJson(SERVICE_CONFIG, new TypeToken<Map<String, Object>>() {}))
            // A node that was lost says nothing: without pings calls would wait for it until their deadlines.
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .intercept(new CallMetadata(settings))
            .build();
  }

  private static ChannelCredentials credentials(Settings settings) throws IOException {
    if (!settings.tls()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (settings.ca().isPresent()) {
      builder.trustManager(settings.ca().get().toFile());
    }
    ChannelCredentials tls = builder.build();
    return settings
        .tokenFile()
        .map(file -> CompositeChannelCredentials.create(tls, new BearerToken(file)))
        .orElse(tls);
  }

  Settings settings() {
    return settings;
  }

  /** The catalogue; every call made through it ends within the time. */
  public CatalogServiceBlockingV2Stub catalog(Duration within) {
    return CatalogServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(within);
  }

  /** The observations, likewise. */
  public ObservationServiceBlockingV2Stub observations(Duration within) {
    return ObservationServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(within);
  }

  /** The reports, likewise. */
  public ReportServiceBlockingV2Stub reports(Duration within) {
    return ReportServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(within);
  }

  /** Ends the connection and the calls over it. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
