package dev.parley.auth.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Nonces of sign-ins in {@code auth.oidc_nonce}. Stateless, so thread-safe. */
public final class NonceStore {
  /**
   * @param fp the only device that may use it; any, if empty
   */
  public void insert(
      Handle handle, String issuer, String nonceHash, Optional<String> fp, Instant expiresAt) {
    handle
        .createUpdate(
            "INSERT INTO auth.oidc_nonce (nonce_hash, issuer, fp, expires_at)"
                + " VALUES (:hash, :issuer, :fp, :expires)")
        .bind("hash", nonceHash)
        .bind("issuer", issuer)
        .bind("fp", fp.orElse(null))
        .bind("expires", expiresAt)
        .execute();
  }

  /** Uses a nonce up; of two at once one gets true. */
  public boolean use(
      Handle handle, String issuer, String nonceHash, Optional<String> fp, Instant now) {
    return handle
            .createUpdate(
                "DELETE FROM auth.oidc_nonce WHERE nonce_hash = :hash AND issuer = :issuer"
                    + " AND expires_at > :now AND (fp IS NULL OR fp = :fp)")
            .bind("hash", nonceHash)
            .bind("issuer", issuer)
            .bind("fp", fp.orElse(null))
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Removes some of those that ended before that; returns how many. */
  public int removeEndedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.oidc_nonce WHERE nonce_hash IN (SELECT nonce_hash FROM"
                + " auth.oidc_nonce WHERE expires_at < :before LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }
}
