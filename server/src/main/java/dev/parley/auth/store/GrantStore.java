package dev.parley.auth.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a session's tokens may do at most, in {@code auth.session_grant}; a session without a row
 * there may do all that its account may. Stateless, so thread-safe.
 */
public final class GrantStore {
  public void insert(Handle handle, UUID sessionId, Set<String> scopes) {
    handle
        .createUpdate("INSERT INTO auth.session_grant (session_id, scopes) VALUES (:id, :scopes)")
        .bind("id", sessionId)
        .bind("scopes", String.join(" ", new TreeSet<>(scopes)))
        .execute();
  }

  /** For a session of an application's. */
  public void insert(Handle handle, UUID sessionId, Set<String> scopes, UUID applicationId) {
    insert(handle, sessionId, scopes);
    handle
        .createUpdate(
            "UPDATE auth.session_grant SET application_id = :application WHERE session_id = :id")
        .bind("application", applicationId)
        .bind("id", sessionId)
        .execute();
  }

  /** The application whose session it is; none for a person's. */
  public Optional<UUID> application(Handle handle, UUID sessionId) {
    return handle
        .createQuery(
            "SELECT application_id FROM auth.session_grant"
                + " WHERE session_id = :id AND application_id IS NOT NULL")
        .bind("id", sessionId)
        .mapTo(UUID.class)
        .findOne();
  }

  /** Ends all sessions of an application and says which those were. */
  public List<UUID> revokeAll(Handle handle, UUID applicationId, String reason, Instant now) {
    // Locked in one order, so that two who end the same sessions do not wait for each other.
    return handle
        .createQuery(
            "UPDATE auth.session SET revoked_at = :now, revoked_reason = :reason"
                + " WHERE id IN (SELECT s.id FROM auth.session s"
                + " JOIN auth.session_grant g ON g.session_id = s.id"
                + " WHERE g.application_id = :application AND s.revoked_at IS NULL"
                + " AND s.expires_at > :now ORDER BY s.id FOR UPDATE OF s) RETURNING id")
        .bind("now", now)
        .bind("reason", reason)
        .bind("application", applicationId)
        .mapTo(UUID.class)
        .list();
  }

  /**
   * Removes sessions of applications that ended before that; each was for one token, so they are
   * many.
   */
  public int removeEndedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.session WHERE id IN"
                + " (SELECT s.id FROM auth.session s JOIN auth.session_grant g ON g.session_id = s.id"
                + " WHERE s.expires_at < :before AND g.application_id IS NOT NULL LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  public Optional<Set<String>> find(Handle handle, UUID sessionId) {
    return handle
        .createQuery("SELECT scopes FROM auth.session_grant WHERE session_id = :id")
        .bind("id", sessionId)
        .mapTo(String.class)
        .findOne()
        .map(scopes -> Set.of(scopes.split(" ")));
  }
}
