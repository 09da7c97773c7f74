package dev.parley.auth.store;

import dev.parley.auth.api.Credential;
import dev.parley.users.api.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Password hashes in {@code auth.credential}. Stateless, so thread-safe. */
public final class CredentialStore {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final String SELECT =
      "SELECT password_hash, must_change, version FROM auth.credential WHERE user_id = :user";

  public Optional<Credential> find(Handle handle, Account account) {
    return find(handle, account, "");
  }

  /** Locks the row, so that a password is replaced once and no session slips in meanwhile. */
  public Optional<Credential> lock(Handle handle, Account account) {
    return find(handle, account, " FOR UPDATE");
  }

  /**
   * Looks for a user who cannot be, and reads a row as long as a credential's all the same, so that
   * it takes as long as looking for another.
   */
  public void findNobody(Handle handle) {
    String nothing =
        handle
            .createQuery(
                "SELECT coalesce(password_hash, repeat('-', 97)) AS password_hash,"
                    + " coalesce(must_change, false) AS must_change, coalesce(version, 1) AS version"
                    + " FROM (SELECT 1) AS one LEFT JOIN auth.credential ON user_id = :user")
            .bind("user", NOBODY)
            .map(
                (row, context) ->
                    row.getString("password_hash")
                        + row.getBoolean("must_change")
                        + row.getLong("version"))
            .one();
    if (!nothing.startsWith("-")) {
      throw new IllegalStateException("Nobody has a credential");
    }
  }

  public void insert(
      Handle handle, Account account, String passwordHash, boolean mustChange, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO auth.credential (user_id, password_hash, must_change, version, changed_at)"
                + " VALUES (:user, :hash, :mustChange, 1, :now)")
        .bind("user", account.id())
        .bind("hash", passwordHash)
        .bind("mustChange", mustChange)
        .bind("now", now)
        .execute();
  }

  /** Another password: a new version, and nothing has to be changed any more. */
  public void replace(Handle handle, Account account, String passwordHash, Instant now) {
    handle
        .createUpdate(
            "UPDATE auth.credential SET password_hash = :hash, must_change = false,"
                + " version = version + 1, changed_at = :now WHERE user_id = :user")
        .bind("user", account.id())
        .bind("hash", passwordHash)
        .bind("now", now)
        .execute();
  }

  /** The same password, hashed anew: the version stays. */
  public void rehash(Handle handle, Account account, String passwordHash) {
    handle
        .createUpdate("UPDATE auth.credential SET password_hash = :hash WHERE user_id = :user")
        .bind("user", account.id())
        .bind("hash", passwordHash)
        .execute();
  }

  private static Optional<Credential> find(Handle handle, Account account, String lock) {
    return handle
        .createQuery(SELECT + lock)
        .bind("user", account.id())
        .map(
            (row, context) ->
                new Credential(
                    account,
                    row.getString("password_hash"),
                    row.getBoolean("must_change"),
                    row.getLong("version")))
        .findOne();
  }
}
