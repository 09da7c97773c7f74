package dev.parley.users.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The accounts, for other features. Each method works in the caller's transaction, so that an
 * account and what another feature keeps about it are made together or not at all. Thread-safe.
 */
public interface UserDirectory {
  Optional<Account> find(Handle handle, UUID id);

  /**
   * The account that somebody signing in means: by mail address if the text has an {@code @}, by
   * user name otherwise, so that no name can be taken for another's address. Case does not matter.
   */
  Optional<Account> findByLogin(Handle handle, String login);

  /** The accounts that were changed at that time or later; one that was only made was not. */
  List<Account> changedSince(Handle handle, Instant since);

  /** Whether there is any account at all. */
  boolean isEmpty(Handle handle);

  /** Makes an active account; a USER_ALREADY_EXISTS error if mail address or name are taken. */
  Account create(Handle handle, NewAccount account, Instant now);

  /**
   * Shows the account with this picture; the account as it is then.
   *
   * @param picture its address
   */
  Account show(Handle handle, Account account, String picture, Instant now);
}
