package dev.parley.platform.http;

import dev.parley.platform.contract.RateClass;
import dev.parley.platform.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the server listens.
 *
 * @param port 0 for any free one
 * @param concurrency how many requests may be in progress; more wait {@code patience}, then get 503
 * @param origins who may call from a browser (CORS); none by default
 * @param limits requests a minute of each class, per user or address
 * @param loginsPerAddress sign-in attempts a minute from one address; {@code limits} has those per
 *     account and address
 */
public record HttpSettings(
    String host,
    int port,
    int concurrency,
    Duration patience,
    List<String> origins,
    Map<RateClass, Integer> limits,
    int loginsPerAddress,
    Path data) {
  /** The largest request body, in bytes. */
  public static final int BODY_LIMIT = 1 << 20;

  /** How much of a body that is too large is read, so that the answer gets through. */
  public static final int DRAIN_LIMIT = 16 << 20;

  public static HttpSettings from(Settings settings) {
    Map<RateClass, Integer> limits = new EnumMap<>(RateClass.class);
    limits.put(RateClass.TRADE, settings.integer("RATE_LIMIT_TRADE", 10, 1, 10_000_000));
    limits.put(RateClass.QUERY, settings.integer("RATE_LIMIT_QUERY", 100, 1, 10_000_000));
    limits.put(RateClass.LOGIN, settings.integer("RATE_LIMIT_LOGIN", 5, 1, 10_000_000));
    return new HttpSettings(
        settings.text("HOST", "127.0.0.1"),
        settings.integer("PORT", 8000, 0, 65535),
        settings.integer("HTTP_CONCURRENCY", 200, 1, 100_000),
        settings.duration("HTTP_PATIENCE", Duration.ofMillis(500)),
        settings.list("CORS_ORIGINS", List.of()),
        limits,
        settings.integer("RATE_LIMIT_LOGIN_ADDRESS", 100, 1, 10_000_000),
        settings.path("DATA_DIR", Path.of("data")));
  }
}
