package dev.parley.platform.redis;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the shared Redis is, and how patient requests are with it.
 *
 * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS;
 *     secret, since a password may stand in it
 * @param patience how long one request waits for an answer, before this node goes on alone
 */
public record RedisSettings(Secret url, Duration patience) {
  private static final String EXPECTED =
      "redis://[user:password@]host[:port][/database], or rediss:// for TLS";

  /** The client takes what it cannot split for a name, {@code cache:port} too. */
  private static final Pattern HOST = Pattern.compile("[^:]+|\\[[0-9a-fA-F:.]+]");

  /** Empty where no Redis is shared. */
  public static Optional<RedisSettings> from(Settings settings) {
    Duration patience =
        settings.duration(
            "REDIS_PATIENCE", Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofSeconds(10));
    return settings.secret("REDIS_URL").map(url -> new RedisSettings(url, patience).checked());
  }

  private RedisSettings checked() {
    uri();
    return this;
  }

  /** The address as the client takes it. Whoever asks must not log it. */
  RedisURI uri() {
    try {
      RedisURI uri = RedisURI.create(url.reveal());
      if (uri.getHost() != null && HOST.matcher(uri.getHost()).matches()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Its message and cause may quote the password.
    }
    throw Settings.unusable("REDIS_URL", url, EXPECTED);
  }
}
