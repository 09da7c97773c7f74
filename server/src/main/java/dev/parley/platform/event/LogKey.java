package dev.parley.platform.event;

import java.util.UUID;

/**
 * Names one gapless log: a topic and the audience that may see all of it. The topic on the wire is
 * not the key: two users' {@code orders} are two logs that share neither numbers nor locks.
 *
 * @param topic as on the wire, parameters filled in ({@code list:42})
 * @param audience {@code user:<id>}, {@code family:<id>} or {@code public}
 */
public record LogKey(String topic, String audience) implements Comparable<LogKey> {
  private static final char SEPARATOR = '@';

  public LogKey {
    if (topic.isEmpty() || topic.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException("A topic is not empty and has no '@': " + topic);
    }
    if (audience.isEmpty()) {
      throw new IllegalArgumentException("A log of " + topic + " needs an audience");
    }
  }

  public static LogKey user(String topic, UUID userId) {
    return new LogKey(topic, "user:" + userId);
  }

  public static LogKey everyone(String topic) {
    return new LogKey(topic, "public");
  }

  /** Reads back what {@link #toString()} wrote. */
  public static LogKey parse(String text) {
    int at = text.indexOf(SEPARATOR);
    if (at < 0) {
      throw new IllegalArgumentException("Expected topic@audience, got " + text);
    }
    return new LogKey(text.substring(0, at), text.substring(at + 1));
  }

  /** The order in which logs are locked; the same on every node. */
  @Override
  public int compareTo(LogKey other) {
    return toString().compareTo(other.toString());
  }

  /** {@code topic@audience}, as the database has it. */
  @Override
  public String toString() {
    return topic + SEPARATOR + audience;
  }
}
