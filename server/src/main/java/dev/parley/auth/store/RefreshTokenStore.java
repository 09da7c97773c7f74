package dev.parley.auth.store;

import dev.parley.auth.domain.RefreshToken;
import dev.parley.platform.db.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Refresh tokens in {@code auth.refresh_token}, by hash. Stateless, so thread-safe. */
public final class RefreshTokenStore {
  private static final String SELECT =
      "SELECT id, session_id, expires_at, rotated_at, successor_id, died_at"
          + " FROM auth.refresh_token";

  public void insert(Handle handle, RefreshToken token, String hash, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO auth.refresh_token (id, session_id, token_hash, issued_at, expires_at)"
                + " VALUES (:id, :session, :hash, :now, :expires)")
        .bind("id", token.id())
        .bind("session", token.sessionId())
        .bind("hash", hash)
        .bind("now", now)
        .bind("expires", token.expiresAt())
        .execute();
  }

  public Optional<RefreshToken> findByHash(Handle handle, String hash) {
    return handle
        .createQuery(SELECT + " WHERE token_hash = :hash")
        .bind("hash", hash)
        .map(RefreshTokenStore::map)
        .findOne();
  }

  public Optional<RefreshToken> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " WHERE id = :id")
        .bind("id", id)
        .map(RefreshTokenStore::map)
        .findOne();
  }

  /** Exchanged; the first exchange keeps its time, from which the grace counts. */
  public void rotated(Handle handle, UUID id, UUID successorId, Instant now) {
    handle
        .createUpdate(
            "UPDATE auth.refresh_token SET rotated_at = coalesce(rotated_at, :now),"
                + " successor_id = :successor WHERE id = :id")
        .bind("now", now)
        .bind("successor", successorId)
        .bind("id", id)
        .execute();
  }

  /** One successor was used, so the others that its parent had, and nobody used, are dead. */
  public void siblingsDied(Handle handle, RefreshToken used, Instant now) {
    handle
        .createUpdate(
            "UPDATE auth.refresh_token SET died_at = :now WHERE session_id = :session"
                + " AND id <> :used AND rotated_at IS NULL AND died_at IS NULL")
        .bind("now", now)
        .bind("session", used.sessionId())
        .bind("used", used.id())
        .execute();
  }

  /** Removes tokens that ended before that; whoever presents one later is refused all the same. */
  public int removeEndedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.refresh_token WHERE id IN"
                + " (SELECT id FROM auth.refresh_token WHERE expires_at < :before LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  private static RefreshToken map(ResultSet row, StatementContext context) throws SQLException {
    return new RefreshToken(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "session_id"),
        Columns.instant(row, "expires_at"),
        Columns.optionalInstant(row, "rotated_at").orElse(null),
        Columns.optionalUuid(row, "successor_id").orElse(null),
        Columns.optionalInstant(row, "died_at").orElse(null));
  }
}
