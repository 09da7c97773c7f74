package dev.parley.auth.api;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as its owner sees it.
 *
 * @param applicationId the application that opened it; null for a person's
 * @param deviceBound whether it is bound to a device id
 * @param agent what the client said it is when it was last used; empty if it said nothing
 * @param address from where it was last used; empty for one older than such notes
 * @param lastUsedAt its latest refresh, or its beginning; no request is noted in between
 * @param expiresAt when it ends if nobody refreshes it
 */
public record SessionView(
    UUID id,
    SessionKind kind,
    @Nullable UUID applicationId,
    boolean deviceBound,
    String agent,
    String address,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt) {
  public SessionView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(lastUsedAt, "lastUsedAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }
}
