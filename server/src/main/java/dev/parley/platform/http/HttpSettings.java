package dev.parley.platform.http;

import dev.parley.platform.net.TrustedProxies;
import dev.parley.platform.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the server listens.
 *
 * @param port 0 for any free one
 * @param concurrency how many requests may be in progress; more wait {@code patience}, then get 503
 * @param origins who may call from a browser (CORS); none by default
 * @param proxies whose word is taken for the address of a client; nobody's by default
 */
public record HttpSettings(
    String host,
    int port,
    int concurrency,
    Duration patience,
    List<String> origins,
    TrustedProxies proxies,
    Path data) {
  /** The largest request body, in bytes. */
  public static final int BODY_LIMIT = 1 << 20;

  /** How much of a body that is too large is read, so that the answer gets through. */
  public static final int DRAIN_LIMIT = 16 << 20;

  public static HttpSettings from(Settings settings) {
    return new HttpSettings(
        settings.text("HOST", "127.0.0.1"),
        settings.integer("PORT", 8000, 0, 65535),
        settings.integer("HTTP_CONCURRENCY", 200, 1, 100_000),
        settings.duration("HTTP_PATIENCE", Duration.ofMillis(500)),
        settings.list("CORS_ORIGINS", List.of()),
        TrustedProxies.from(settings),
        settings.path("DATA_DIR", Path.of("data")));
  }
}
