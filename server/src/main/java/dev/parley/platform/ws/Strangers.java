package dev.parley.platform.ws;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * The open sockets that have not proven whose they are, by the place they come from, the oldest
 * first. Guarded by the lock of {@link Connections}.
 */
final class Strangers {
  private final Map<String, LinkedHashSet<Connection>> byPlace = new HashMap<>();

  void add(Connection connection) {
    byPlace.computeIfAbsent(connection.place(), place -> new LinkedHashSet<>()).add(connection);
  }

  void remove(Connection connection) {
    byPlace.computeIfPresent(
        connection.place(),
        (place, sockets) -> {
          sockets.remove(connection);
          return sockets.isEmpty() ? null : sockets;
        });
  }

  /** Who makes room when there is none: the oldest from the address that has most of them. */
  Optional<Connection> next() {
    return byPlace.values().stream()
        .max(Comparator.comparingInt(LinkedHashSet::size))
        .map(LinkedHashSet::getFirst);
  }
}
