package org.example.zhibiao;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the hub is and who calls.
 *
 * @param target host:port, or dns:///name:port where a name has the addresses of several replicas
 * @param tls left out only on one's own machine
 * @param ca PEM file with the authority of the hub's certificate, where that is none of the virtual machine's
 * @param tokenFile file with the bearer token, read for every call, so that whoever renews it need not tell
 * @param user names the caller to a hub that knows nobody, without TLS
 * @param language language of messages for people, zh or en
 */
public record Settings(
    String target, boolean tls, Optional<Path> ca, Optional<Path> tokenFile, String user, String language) {

  /** Reads settings from the environment. */
  public static Settings fromEnvironment() {
    Map<String, String> env = System.getenv();
    Optional<Path> ca = Optional.ofNullable(env.get("ZHIBIAO_SERVER_CA")).map(Path::of);
    Optional<Path> tokenFile = Optional.ofNullable(env.get("ZHIBIAO_TOKEN_FILE")).map(Path::of);
    return new Settings(
        env.getOrDefault("ZHIBIAO_TARGET", "127.0.0.1:7890"),
        ca.isPresent() || tokenFile.isPresent(),
        ca,
        tokenFile,
        env.getOrDefault("ZHIBIAO_USER", "java-client"),
        "en");
  }

  /** The same with another token, or none. */
  Settings withToken(Optional<Path> other) {
    return new Settings(target, tls, ca, other, user, language);
  }
}
