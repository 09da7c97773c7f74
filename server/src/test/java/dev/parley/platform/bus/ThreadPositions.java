package dev.parley.platform.bus;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Carries the positions of a request's queries to the filter that writes them into its response.
 * Keeps them by thread: a request stays on one. The filter takes them, which also empties this.
 */
public final class ThreadPositions implements PositionListener {
  private final ThreadLocal<Map<LogKey, Position>> current =
      ThreadLocal.withInitial(LinkedHashMap::new);

  @Override
  public void read(Map<LogKey, Position> positions) {
    if (!positions.isEmpty()) {
      // Of two snapshots of one request the earlier position stands: the other would skip events.
      positions.forEach(current.get()::putIfAbsent);
    }
  }

  /** What was read on this thread since the last call. */
  public Map<LogKey, Position> take() {
    Map<LogKey, Position> taken = current.get();
    current.remove();
    return taken;
  }
}
