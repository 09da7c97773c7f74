package dev.parley.client;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of a budget of requests, as {@code RateLimit} tells it (IETF draft).
 *
 * @param policy the name of the budget, such as {@code trade}
 * @param remaining how many more requests it allows
 * @param reset after how long it is whole again
 */
public record RateLimit(String policy, long remaining, Duration reset) {
  private static final Pattern HEADER =
      Pattern.compile("\"([^\"]*)\"(?=.*;\\s*r=([0-9]{1,18}))(?=.*;\\s*t=([0-9]{1,15})).*");

  /** Reads the header; empty if it is of another form. */
  static Optional<RateLimit> parse(String header) {
    Matcher parts = HEADER.matcher(header);
    return parts.matches()
        ? Optional.of(
            new RateLimit(
                parts.group(1),
                Long.parseLong(parts.group(2)),
                Duration.ofSeconds(Long.parseLong(parts.group(3)))))
        : Optional.empty();
  }
}
