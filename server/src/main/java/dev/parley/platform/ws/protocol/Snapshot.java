package dev.parley.platform.ws.protocol;

import dev.parley.platform.event.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a topic, sent before its events.
 *
 * @param id of the frame that asked for it
 * @param position that it shows; conflated topics have none
 * @param data the JSON of the frame's {@code data}
 */
public record Snapshot(
    @Nullable String id, String topic, @Nullable Position position, Instant time, String data) {}
