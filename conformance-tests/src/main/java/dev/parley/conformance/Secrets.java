package dev.parley.conformance;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that this process has sent to a server or got from one: passwords, tokens, keys,
 * cookies. They are kept in memory alone, to be looked for in the servers' logs. Thread-safe.
 */
public final class Secrets {
  /** Shorter texts are words that a log may have for other reasons. */
  public static final int SHORTEST = 12;

  private static final int DIFFERENT = 5;
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private Secrets() {}

  /** Keeps a secret, unless it is no real one: too short, or one letter again and again. */
  public static void see(String secret) {
    if (secret.length() >= SHORTEST && secret.chars().distinct().count() >= DIFFERENT) {
      SEEN.add(secret);
    }
  }

  /** All of them so far. */
  public static List<String> seen() {
    return List.copyOf(SEEN);
  }
}
