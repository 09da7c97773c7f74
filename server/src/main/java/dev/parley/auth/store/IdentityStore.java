package dev.parley.auth.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Whom an issuer's people are here, in {@code auth.oidc_identity}. An account is linked with at
 * most one person of an issuer. Stateless, so thread-safe.
 */
public final class IdentityStore {
  /** Makes sign-ins of one person wait for each other, until the transaction ends. */
  public void lock(Handle handle, String issuer, String subject) {
    handle
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:person, 3))")
        .bind("person", issuer + " " + subject)
        .map((row, context) -> true)
        .one();
  }

  public Optional<UUID> find(Handle handle, String issuer, String subject) {
    return handle
        .createQuery(
            "SELECT user_id FROM auth.oidc_identity WHERE issuer = :issuer AND subject = :subject")
        .bind("issuer", issuer)
        .bind("subject", subject)
        .mapTo(UUID.class)
        .findOne();
  }

  /** Links a person with an account; false if one of them is linked already. */
  public boolean insert(Handle handle, String issuer, String subject, UUID userId, Instant now) {
    return handle
            .createUpdate(
                "INSERT INTO auth.oidc_identity (issuer, subject, user_id, linked_at)"
                    + " VALUES (:issuer, :subject, :user, :now) ON CONFLICT DO NOTHING")
            .bind("issuer", issuer)
            .bind("subject", subject)
            .bind("user", userId)
            .bind("now", now)
            .execute()
        == 1;
  }
}
