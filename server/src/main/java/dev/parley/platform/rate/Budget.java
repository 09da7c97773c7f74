package dev.parley.platform.rate;

import java.time.Duration;

/**
 * What one owner may use of one class.
 *
 * @param policy the name of the class
 * @param limit how much within a window, 1 or more
 * @param window a second or more
 * @param owner whose it is; anything a client sent may be in it
 */
public record Budget(String policy, int limit, Duration window, String owner) {}
