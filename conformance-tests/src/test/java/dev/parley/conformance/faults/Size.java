package dev.parley.conformance.faults;

import java.time.Duration;

/**
 * How large a run is. System property {@code parley.faults} chooses {@code short} or {@code full},
 * {@code parley.faults.seed} what is drawn at random.
 *
 * @param clients at the same time, a user each
 * @param orders that each client gets accepted
 * @param kills of the server, and of the database
 * @param accessLife of an access token: some renewals are to be hit by each kill
 * @param patience for a whole scenario
 */
record Size(
    String name, int clients, int orders, int kills, Duration accessLife, Duration patience) {
  private static final Size SHORT =
      new Size("short", 20, 25, 1, Duration.ofSeconds(10), Duration.ofMinutes(4));
  private static final Size FULL =
      new Size("full", 200, 50, 3, Duration.ofSeconds(30), Duration.ofMinutes(10));

  static Size chosen() {
    String name = System.getProperty("parley.faults", SHORT.name);
    return switch (name) {
      case "", "short" -> SHORT;
      case "full" -> FULL;
      default -> throw new IllegalArgumentException("parley.faults is '" + name + "'");
    };
  }

  static long seed() {
    return Long.getLong("parley.faults.seed", 42);
  }

  /** Orders of all clients. */
  int total() {
    return clients * orders;
  }
}
