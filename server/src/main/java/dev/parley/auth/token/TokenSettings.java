package dev.parley.auth.token;

import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * How access tokens are made.
 *
 * @param issuer AUTH_ISSUER, the {@code iss} of tokens
 * @param audience AUTH_AUDIENCE, the {@code aud} of tokens
 * @param life AUTH_ACCESS_TTL
 * @param rotation AUTH_KEY_ROTATION, how long a key signs
 */
public record TokenSettings(String issuer, String audience, Duration life, Duration rotation) {
  /** How far clocks of two nodes may differ. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  public static TokenSettings from(Settings settings) {
    return new TokenSettings(
        settings.text("AUTH_ISSUER", "parley"),
        settings.text("AUTH_AUDIENCE", "parley"),
        settings.duration(
            "AUTH_ACCESS_TTL", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1)),
        settings.duration(
            "AUTH_KEY_ROTATION",
            Duration.ofDays(30),
            Duration.ofSeconds(10),
            Duration.ofDays(3650)));
  }
}
