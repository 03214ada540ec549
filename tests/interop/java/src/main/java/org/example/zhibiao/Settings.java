package org.example.zhibiao;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the hub is and who calls.
 *
 * @param target host:port, or dns:///name:port where a name has the addresses of several replicas
 * @param ca PEM file with the certificates that the hub's is held against; without it the connection is plaintext
 * @param tokenFile file with the bearer token, read for every call, so that whoever renews it need not tell
 * @param user names the caller as long as the hub has no identity provider
 * @param language language of messages for people, zh or en
 */
public record Settings(
    String target, Optional<Path> ca, Optional<Path> tokenFile, String user, String language) {

  /** Reads settings from the environment. */
  public static Settings fromEnvironment() {
    Map<String, String> env = System.getenv();
    return new Settings(
        env.getOrDefault("ZHIBIAO_TARGET", "127.0.0.1:7890"),
        Optional.ofNullable(env.get("ZHIBIAO_TLS_CA")).map(Path::of),
        Optional.ofNullable(env.get("ZHIBIAO_TOKEN_FILE")).map(Path::of),
        env.getOrDefault("ZHIBIAO_USER", "java-client"),
        "en");
  }
}
