package dev.parley.conformance.lie;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * What passes through a proxy that does not lie, case by case, so that only such lies are planted
 * as there is an occasion for. Thread-safe.
 */
final class Witness {
  private static final int MOST = 400;

  private final Map<String, List<List<Frame>>> sockets = new ConcurrentHashMap<>();
  private final Map<String, List<Exchange>> exchanges = new ConcurrentHashMap<>();

  /** A request and its answer. */
  record Exchange(Message request, Message answer) {}

  /** Sees a case by this name, and changes nothing. */
  Lie of(String name) {
    return new Lie() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Message answer(Message request, Message answer) {
        exchanges
            .computeIfAbsent(name, n -> new CopyOnWriteArrayList<>())
            .add(new Exchange(request, answer));
        return answer;
      }

      @Override
      public Function<Frame, List<Frame>> frames() {
        List<Frame> seen = new CopyOnWriteArrayList<>();
        sockets.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(seen);
        return frame -> {
          if (seen.size() < MOST) {
            seen.add(frame);
          }
          return List.of(frame);
        };
      }
    };
  }

  /** What was asked and answered in a case. */
  List<Exchange> exchanges(String name) {
    return List.copyOf(exchanges.getOrDefault(name, List.of()));
  }

  /** Whether a lie about sockets would have been told in a case. */
  boolean occasion(String name, Lie lie) {
    for (List<Frame> socket : sockets.getOrDefault(name, List.of())) {
      Function<Frame, List<Frame>> change = lie.frames();
      for (Frame frame : socket) {
        List<Frame> given = change.apply(frame);
        if (!given.equals(List.of(frame))) {
          return true;
        }
      }
    }
    return false;
  }
}
