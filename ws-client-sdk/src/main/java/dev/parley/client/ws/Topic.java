package dev.parley.client.ws;

import java.util.Map;

/**
 * What the contract says of a topic.
 *
 * @param name the topic on the wire, parameters filled in, such as {@code candles:BTC-USD:1m}
 * @param eventType what all its events have in common
 * @param types the class of each wire type, {@code snapshot} included where the topic has one;
 *     events of other types are newer than this SDK and passed over
 * @param durable whether its events survive a restart of the server
 */
public record Topic<E>(
    String name, Class<E> eventType, Map<String, Class<? extends E>> types, boolean durable) {
  static final String SNAPSHOT = "snapshot";

  /** Keeps a copy of {@code types}. */
  public Topic {
    types = Map.copyOf(types);
    if (name.isBlank()) {
      throw new IllegalArgumentException("A topic needs a name");
    }
  }

  boolean hasSnapshot() {
    return types.containsKey(SNAPSHOT);
  }
}
