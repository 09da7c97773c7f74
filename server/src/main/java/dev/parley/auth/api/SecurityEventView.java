package dev.parley.auth.api;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that happened to an account.
 *
 * @param sessionId the session it happened to
 * @param address from where
 * @param traceId 32 hex digits, to be found in the log and the audit
 */
public record SecurityEventView(
    UUID id, SecurityEventKind kind, UUID sessionId, String address, String traceId, Instant at) {
  public SecurityEventView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(at, "at");
  }
}
