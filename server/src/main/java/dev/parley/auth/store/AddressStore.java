package dev.parley.auth.store;

import dev.parley.users.api.Account;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Which accounts have proven that their mail address is theirs, in {@code auth.verified_address}.
 * Stateless, so thread-safe.
 */
public final class AddressStore {
  /** The account's present address is its owner's. */
  public void verify(Handle handle, Account account, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO auth.verified_address (user_id, email_key, verified_at)"
                + " VALUES (:user, :email, :now) ON CONFLICT (user_id)"
                + " DO UPDATE SET email_key = excluded.email_key, verified_at = :now")
        .bind("user", account.id())
        .bind("email", account.email().key())
        .bind("now", now)
        .execute();
  }

  /** Whether the account has proven the address it has now. */
  public boolean isVerified(Handle handle, Account account) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM auth.verified_address"
                + " WHERE user_id = :user AND email_key = :email)")
        .bind("user", account.id())
        .bind("email", account.email().key())
        .mapTo(Boolean.class)
        .one();
  }
}
