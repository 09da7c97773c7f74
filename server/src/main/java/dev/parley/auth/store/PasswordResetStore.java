package dev.parley.auth.store;

import dev.parley.auth.domain.PasswordReset;
import dev.parley.platform.db.Columns;
import dev.parley.users.api.EmailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Password resets and the queue of their mails, in {@code auth.password_reset}. Stateless, so
 * thread-safe.
 */
public final class PasswordResetStore {
  private static final String SELECT =
      "SELECT id, user_id, requested_at, attempts, email_key, expires_at FROM auth.password_reset";

  /**
   * Queues a mail, unless the account has had enough of them.
   *
   * @param most how many there may be since then, this one included
   */
  public void insert(Handle handle, UUID id, UUID userId, int most, Instant since, Instant now) {
    // Of many at once each counts those before it. Nobody's id is locked too: it takes as long.
    handle
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:user AS text), 4))")
        .bind("user", userId)
        .map((row, context) -> true)
        .one();
    handle
        .createUpdate(
            "INSERT INTO auth.password_reset (id, user_id, requested_at, due_at)"
                + " SELECT :id, :user, :now, :now WHERE (SELECT count(*) FROM auth.password_reset"
                + " WHERE user_id = :user AND requested_at > :since) < :most")
        .bind("id", id)
        .bind("user", userId)
        .bind("most", most)
        .bind("since", since)
        .bind("now", now)
        .execute();
  }

  /** The request whose mail has been due for longest. */
  public Optional<PasswordReset> due(Handle handle, Instant now) {
    return handle
        .createQuery(SELECT + " WHERE due_at <= :now ORDER BY due_at LIMIT 1 FOR UPDATE")
        .bind("now", now)
        .map(PasswordResetStore::map)
        .findOne();
  }

  /**
   * Notes an attempt before it is made: its token counts, and when the next follows if it fails.
   */
  public void attempt(
      Handle handle,
      UUID id,
      EmailAddress to,
      String tokenHash,
      Instant expiresAt,
      Instant nextDueAt) {
    handle
        .createUpdate(
            "UPDATE auth.password_reset SET attempts = attempts + 1, email_key = :email,"
                + " token_hash = :hash, expires_at = :expires, due_at = :due WHERE id = :id")
        .bind("id", id)
        .bind("email", to.key())
        .bind("hash", tokenHash)
        .bind("expires", expiresAt)
        .bind("due", nextDueAt)
        .execute();
  }

  /** The mail is with the SMTP server. */
  public void sent(Handle handle, UUID id, Instant now) {
    handle
        .createUpdate("UPDATE auth.password_reset SET due_at = NULL, sent_at = :now WHERE id = :id")
        .bind("id", id)
        .bind("now", now)
        .execute();
  }

  /** No mail is tried for it any more; a token that did get out is void. */
  public void giveUp(Handle handle, UUID id) {
    handle
        .createUpdate(
            "UPDATE auth.password_reset SET due_at = NULL, token_hash = NULL, expires_at = NULL"
                + " WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  public Optional<PasswordReset> findByToken(Handle handle, String tokenHash) {
    return byToken(handle, tokenHash, "");
  }

  /** Waits for whoever is using it, then sees whether he did. */
  public Optional<PasswordReset> lockByToken(Handle handle, String tokenHash) {
    return byToken(handle, tokenHash, " FOR UPDATE");
  }

  /** Voids every token of an account, and the mails that are under way. */
  public void voidAll(Handle handle, UUID userId) {
    handle
        .createUpdate(
            "UPDATE auth.password_reset SET due_at = NULL, token_hash = NULL, expires_at = NULL"
                + " WHERE user_id = :user AND (due_at IS NOT NULL OR token_hash IS NOT NULL)")
        .bind("user", userId)
        .execute();
  }

  /** Removes some of those requested before that; returns how many. */
  public int removeRequestedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.password_reset WHERE id IN (SELECT id FROM auth.password_reset"
                + " WHERE requested_at < :before LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  private static Optional<PasswordReset> byToken(Handle handle, String tokenHash, String lock) {
    return handle
        .createQuery(SELECT + " WHERE token_hash = :hash" + lock)
        .bind("hash", tokenHash)
        .map(PasswordResetStore::map)
        .findOne();
  }

  private static PasswordReset map(ResultSet row, StatementContext context) throws SQLException {
    return new PasswordReset(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "user_id"),
        Columns.instant(row, "requested_at"),
        row.getInt("attempts"),
        row.getString("email_key"),
        Columns.optionalInstant(row, "expires_at").orElse(null));
  }
}
