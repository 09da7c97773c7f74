package dev.parley.broker.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's connection to a broker (T41).
 *
 * @param name of the broker, for people
 * @param disconnectedAt null while it lasts
 * @param version counts its changes; the ETag
 */
public record ConnectionView(
    UUID id,
    String broker,
    String name,
    Environment environment,
    AuthMethod method,
    ConnectionStatus status,
    boolean reauthRequired,
    Instant lastConnectedAt,
    @Nullable Instant disconnectedAt,
    Instant createdAt,
    long version) {}
