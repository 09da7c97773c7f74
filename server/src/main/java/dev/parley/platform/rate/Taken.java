package dev.parley.platform.rate;

import java.time.Duration;

/**
 * What came of taking one from a budget.
 *
 * @param granted whether there was one
 * @param left what can be taken right now, 0 or more
 * @param retryAfter how long until there is one again; zero if granted
 * @param resetAfter how long until the budget is whole again
 */
public record Taken(
    Budget budget, boolean granted, long left, Duration retryAfter, Duration resetAfter) {
  /**
   * What to tell who got none.
   *
   * @param things what the budget counts, in the plural
   */
  public String refusal(String things) {
    return "At most %d %s of class '%s' in %d s; wait before the next"
        .formatted(budget.limit(), things, budget.policy(), budget.window().toSeconds());
  }
}
