package dev.parley.auth.store;

import dev.parley.auth.domain.Invitation;
import dev.parley.platform.db.Columns;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Invitations in {@code auth.invitation}. Stateless, so thread-safe. */
public final class InvitationStore {
  private static final String SELECT =
      "SELECT id, role, email, created_by, created_at, expires_at, used_at FROM auth.invitation";

  public void insert(Handle handle, Invitation invitation, String secretHash) {
    EmailAddress email = invitation.email();
    handle
        .createUpdate(
            "INSERT INTO auth.invitation"
                + " (id, secret_hash, role, email, created_by, created_at, expires_at)"
                + " VALUES (:id, :hash, :role, :email, :by, :created, :expires)")
        .bind("id", invitation.id())
        .bind("hash", secretHash)
        .bind("role", invitation.role().wire())
        .bind("email", email == null ? null : email.text())
        .bind("by", invitation.createdBy())
        .bind("created", invitation.createdAt())
        .bind("expires", invitation.expiresAt())
        .execute();
  }

  public Optional<Invitation> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " WHERE id = :id")
        .bind("id", id)
        .map(InvitationStore::map)
        .findOne();
  }

  public Optional<Invitation> findBySecret(Handle handle, String secretHash) {
    return handle
        .createQuery(SELECT + " WHERE secret_hash = :hash")
        .bind("hash", secretHash)
        .map(InvitationStore::map)
        .findOne();
  }

  /** Waits for whoever is using it, then sees whether he did. */
  public Optional<Invitation> lockBySecret(Handle handle, String secretHash) {
    return handle
        .createQuery(SELECT + " WHERE secret_hash = :hash FOR UPDATE")
        .bind("hash", secretHash)
        .map(InvitationStore::map)
        .findOne();
  }

  public void use(Handle handle, Invitation invitation, UUID userId, Instant now) {
    handle
        .createUpdate("UPDATE auth.invitation SET used_at = :now, used_by = :user WHERE id = :id")
        .bind("now", now)
        .bind("user", userId)
        .bind("id", invitation.id())
        .execute();
  }

  private static Invitation map(ResultSet row, StatementContext context) throws SQLException {
    String email = row.getString("email");
    return new Invitation(
        Columns.uuid(row, "id"),
        Role.of(row.getString("role")),
        email == null ? null : new EmailAddress(email),
        Columns.uuid(row, "created_by"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "expires_at"),
        Columns.optionalInstant(row, "used_at").orElse(null));
  }
}
