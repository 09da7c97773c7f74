package dev.parley.platform.bus;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import java.util.Map;

/**
 * A value and how far the logs it is streamed on had come in the snapshot it was read from.
 *
 * @param positions in the order the handler named the logs; empty when it named none
 */
public record Answer<R>(R value, Map<LogKey, Position> positions) {}
