package dev.parley.auth.store;

import dev.parley.platform.db.Columns;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Tickets in {@code auth.ws_ticket}, each with whom it stands for. Stateless, so thread-safe. */
public final class WsTicketStore {
  public void insert(Handle handle, String secretHash, Principal holder, Instant endsAt) {
    handle
        .createUpdate(
            "INSERT INTO auth.ws_ticket (secret_hash, ends_at, user_id, username, role, scopes,"
                + " credential, session_id, fp, expires_at) VALUES (:hash, :ends, :user,"
                + " :username, :role, :scopes, :credential, :session, :fp, :expires)")
        .bind("hash", secretHash)
        .bind("ends", endsAt)
        .bind("user", holder.userId())
        .bind("username", holder.username())
        .bind("role", holder.role())
        .bind("scopes", String.join(" ", new TreeSet<>(holder.scopes())))
        .bind("credential", holder.credential().name())
        .bind("session", holder.sessionId())
        .bind("fp", holder.fp())
        .bind("expires", holder.expiresAt())
        .execute();
  }

  /** Uses a ticket up; of any number that try at once, on any node, one gets it. */
  public Optional<Principal> take(Handle handle, String secretHash, Instant now) {
    return handle
        .createQuery(
            "DELETE FROM auth.ws_ticket WHERE secret_hash = :hash AND ends_at > :now RETURNING *")
        .bind("hash", secretHash)
        .bind("now", now)
        .map(WsTicketStore::map)
        .findOne();
  }

  public int removeEndedBefore(Handle handle, Instant before) {
    return handle
        .createUpdate("DELETE FROM auth.ws_ticket WHERE ends_at < :before")
        .bind("before", before)
        .execute();
  }

  private static Principal map(ResultSet row, StatementContext context) throws SQLException {
    String scopes = row.getString("scopes");
    return new Principal(
        Columns.uuid(row, "user_id"),
        row.getString("username"),
        row.getString("role"),
        scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" ")),
        CredentialKind.valueOf(row.getString("credential")),
        Columns.uuid(row, "session_id"),
        row.getString("fp"),
        Columns.instant(row, "expires_at"));
  }
}
