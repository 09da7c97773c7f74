package dev.parley.auth.store;

import dev.parley.auth.api.SessionKind;
import dev.parley.auth.api.SessionView;
import dev.parley.auth.domain.Session;
import dev.parley.platform.db.Columns;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Sessions in {@code auth.session}. Stateless, so thread-safe. */
public final class SessionStore {
  private static final String COLUMNS = "id, user_id, fp, created_at, expires_at, revoked_at";

  /** Sessions with what was granted to them. */
  private static final String SHOWN =
      "auth.session LEFT JOIN auth.session_grant ON session_grant.session_id = session.id";

  private static final Keyset NEWEST_FIRST = new Keyset("created_at", true);

  /** A session's end before its time. */
  public record Revoked(UUID sessionId, Instant at) {}

  /** Stores a session that begins now; {@link #used} is to follow. */
  public void insert(Handle handle, Session session, SessionKind kind) {
    handle
        .createUpdate(
            "INSERT INTO auth.session"
                + " (id, user_id, fp, created_at, expires_at, kind, last_used_at, idle_until)"
                + " VALUES (:id, :user, :fp, :created, :expires, :kind, :created, :expires)")
        .bind("id", session.id())
        .bind("user", session.userId())
        .bind("fp", session.fp())
        .bind("created", session.createdAt())
        .bind("expires", session.expiresAt())
        .bind("kind", kind.name().toLowerCase(Locale.ROOT))
        .execute();
  }

  /**
   * Notes that a session's tokens were just given out.
   *
   * @param idleUntil when the refresh token among them ends
   */
  public void used(Handle handle, UUID id, Caller by, Instant now, Instant idleUntil) {
    handle
        .createUpdate(
            "UPDATE auth.session SET last_used_at = :now, idle_until = :until,"
                + " address = :address, agent = :agent WHERE id = :id")
        .bind("now", now)
        .bind("until", idleUntil)
        .bind("address", by.address())
        .bind("agent", by.agent())
        .bind("id", id)
        .execute();
  }

  /** A page of one user's sessions that can still be used, the newest first. */
  public Page<SessionView> page(Handle handle, UUID userId, Instant now, PageRequest request) {
    return NEWEST_FIRST.page(
        handle,
        new Filter(SHOWN)
            .and("user_id = :user", "user", userId)
            .and("revoked_at IS NULL")
            .now("expires_at > :now AND idle_until > :now", "now", now),
        request,
        SessionStore::view,
        session -> new Keyset.Key(session.createdAt(), session.id()));
  }

  /** Uses of one session's tokens happen one after the other: whoever decides holds this lock. */
  public Optional<Session> lock(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM auth.session WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map(SessionStore::map)
        .findOne();
  }

  /** Whether a session was ended, as far as was committed by now. */
  public boolean isRevoked(Handle handle, UUID id) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM auth.session WHERE id = :id AND revoked_at IS NOT NULL)")
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
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
    return revokeOthers(handle, userId, new UUID(0, 0), reason, now);
  }

  /** Ends all of a user's sessions but one, and says which those were. */
  public List<UUID> revokeOthers(
      Handle handle, UUID userId, UUID kept, String reason, Instant now) {
    // Locked in one order, so that two who end the same sessions do not wait for each other.
    return handle
        .createQuery(
            "UPDATE auth.session SET revoked_at = :now, revoked_reason = :reason"
                + " WHERE id IN (SELECT id FROM auth.session WHERE user_id = :user AND id <> :kept"
                + " AND revoked_at IS NULL AND expires_at > :now ORDER BY id FOR UPDATE)"
                + " RETURNING id")
        .bind("now", now)
        .bind("reason", reason)
        .bind("user", userId)
        .bind("kept", kept)
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

  /** The sessions that came to their end by themselves then: nobody can refresh them any more. */
  public List<Revoked> endedBetween(Handle handle, Instant since, Instant until) {
    return handle
        .createQuery(
            "SELECT id, idle_until FROM auth.session"
                + " WHERE revoked_at IS NULL AND idle_until >= :since AND idle_until <= :until")
        .bind("since", since)
        .bind("until", until)
        .map(
            (row, context) ->
                new Revoked(Columns.uuid(row, "id"), Columns.instant(row, "idle_until")))
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

  private static SessionView view(ResultSet row, StatementContext context) throws SQLException {
    Instant end = Columns.instant(row, "expires_at");
    Instant idle = Columns.instant(row, "idle_until");
    return new SessionView(
        Columns.uuid(row, "id"),
        Columns.constant(row, "kind", SessionKind.class),
        Columns.optionalUuid(row, "application_id").orElse(null),
        row.getString("fp") != null,
        Columns.text(row, "agent"),
        Columns.text(row, "address"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "last_used_at"),
        idle.isBefore(end) ? idle : end);
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
