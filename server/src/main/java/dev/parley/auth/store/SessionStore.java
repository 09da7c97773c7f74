package dev.parley.auth.store;

import dev.parley.auth.domain.Session;
import dev.parley.platform.db.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions in {@code auth.session}. Stateless, so thread-safe. */
public final class SessionStore {
  private static final String COLUMNS = "id, user_id, fp, created_at, expires_at, revoked_at";

  /** A session's end before its time. */
  public record Revoked(UUID sessionId, Instant at) {}

  public void insert(Handle handle, Session session) {
    handle
        .createUpdate(
            "INSERT INTO auth.session (id, user_id, fp, created_at, expires_at)"
                + " VALUES (:id, :user, :fp, :created, :expires)")
        .bind("id", session.id())
        .bind("user", session.userId())
        .bind("fp", session.fp())
        .bind("created", session.createdAt())
        .bind("expires", session.expiresAt())
        .execute();
  }

  /** Uses of one session's tokens happen one after the other: whoever decides holds this lock. */
  public Optional<Session> lock(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM auth.session WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map(SessionStore::map)
        .findOne();
  }

  /** Ends one session; false if it had ended already. */
  public boolean revoke(Handle handle, UUID id, String reason, Instant now) {
    return handle
            .createUpdate(
                "UPDATE auth.session SET revoked_at = :now, revoked_reason = :reason"
                    + " WHERE id = :id AND revoked_at IS NULL")
            .bind("now", now)
            .bind("reason", reason)
            .bind("id", id)
            .execute()
        == 1;
  }

  /** Ends all of a user's sessions and says which those were. */
  public List<UUID> revokeAll(Handle handle, UUID userId, String reason, Instant now) {
    return handle
        .createQuery(
            "UPDATE auth.session SET revoked_at = :now, revoked_reason = :reason"
                + " WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now"
                + " RETURNING id")
        .bind("now", now)
        .bind("reason", reason)
        .bind("user", userId)
        .mapTo(UUID.class)
        .list();
  }

  public List<Revoked> revokedSince(Handle handle, Instant since) {
    return handle
        .createQuery("SELECT id, revoked_at FROM auth.session WHERE revoked_at >= :since")
        .bind("since", since)
        .map(
            (row, context) ->
                new Revoked(Columns.uuid(row, "id"), Columns.instant(row, "revoked_at")))
        .list();
  }

  /** Removes sessions, with their tokens, whose last token ended before that. */
  public int removeEndedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.session WHERE id IN"
                + " (SELECT id FROM auth.session WHERE expires_at < :before LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  private static Session map(ResultSet row, StatementContext context) throws SQLException {
    return new Session(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "user_id"),
        row.getString("fp"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "expires_at"),
        Columns.optionalInstant(row, "revoked_at").orElse(null));
  }
}
