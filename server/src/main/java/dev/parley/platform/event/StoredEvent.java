package dev.parley.platform.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log has it.
 *
 * @param seq 1, 2, 3 … without a gap per key; order of numbers is order of commits
 * @param type the wire type ({@code order.filled})
 * @param time when the command ran, to the microsecond
 * @param dataJson the {@code data} of the frame, ready to send
 */
public record StoredEvent(
    LogKey key,
    long seq,
    String type,
    String entityId,
    @Nullable UUID userId,
    Instant time,
    String dataJson) {}
