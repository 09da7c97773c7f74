package dev.parley.platform.bus;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import java.util.Map;

/** Hears, on the asking thread, the stream positions that came with a query's answer. */
@FunctionalInterface
public interface PositionListener {
  void read(Map<LogKey, Position> positions);
}
