package dev.parley.auth.token;

import dev.parley.auth.oauth.PublicUrl;
import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * How access tokens are made.
 *
 * @param issuer AUTH_ISSUER, else PUBLIC_URL, the {@code iss} of tokens
 * @param audience AUTH_AUDIENCE, the {@code aud} of tokens
 * @param life AUTH_ACCESS_TTL
 * @param rotation AUTH_KEY_ROTATION, how long a key signs
 */
public record TokenSettings(String issuer, String audience, Duration life, Duration rotation) {
  /** How far clocks of two nodes may differ. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** How many rotations a token may outlive its key by; the contract's key set holds 20 keys. */
  private static final int MOST_ROTATIONS = 16;

  public static TokenSettings from(Settings settings) {
    TokenSettings tokens = read(settings);
    Duration shortest = tokens.life().plus(CLOCK_SKEW).dividedBy(MOST_ROTATIONS);
    if (tokens.rotation().compareTo(shortest) < 0) {
      throw Settings.unusable(
          "AUTH_KEY_ROTATION",
          tokens.rotation(),
          "%s or more, for tokens that live %s".formatted(shortest, tokens.life()));
    }
    return tokens;
  }

  private static TokenSettings read(Settings settings) {
    return new TokenSettings(
        settings
            .text("AUTH_ISSUER")
            .or(() -> PublicUrl.from(settings).map(PublicUrl::text))
            .orElse("parley"),
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
