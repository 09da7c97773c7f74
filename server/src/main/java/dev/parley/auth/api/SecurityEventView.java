package dev.parley.auth.api;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account.
 *
 * @param sessionId the session it happened to; null where it was none
 * @param address from where
 * @param traceId 32 hex digits, to be found in the log and the audit
 */
public record SecurityEventView(
    UUID id,
    SecurityEventKind kind,
    @Nullable UUID sessionId,
    String address,
    String traceId,
    Instant at) {
  public SecurityEventView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(at, "at");
  }
}
