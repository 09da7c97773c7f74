package dev.parley.auth.token;

import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.SessionRevocations.Subscription;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.Account;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that changed while something verified before may still be taken. Who changed is
 * known after the next poll, at most half a second later, whichever node changed it.
 *
 * <p>Thread-safe; only the one thread that polls tells listeners.
 */
public final class ChangedAccounts implements AccountChanges {
  private static final Logger LOG = LoggerFactory.getLogger(ChangedAccounts.class);

  private final Transactions transactions;
  private final UserDirectory users;
  private final RoleScopes roles;
  private final Duration tokenLife;
  private final Clock clock;
  private final Map<UUID, Account> changed = new ConcurrentHashMap<>();
  private final List<Consumer<Standing>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant polled;

  /**
   * @param tokenLife how long an access token lives, with a margin for clocks; no less than a key
   *     is remembered
   */
  public ChangedAccounts(
      Transactions transactions,
      UserDirectory users,
      RoleScopes roles,
      Duration tokenLife,
      Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.users = Objects.requireNonNull(users, "users");
    this.roles = Objects.requireNonNull(roles, "roles");
    this.tokenLife = Objects.requireNonNull(tokenLife, "tokenLife");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public Optional<Standing> standing(UUID userId) {
    return Optional.ofNullable(changed.get(userId)).map(this::standing);
  }

  @Override
  public Subscription onChange(Consumer<Standing> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Reads who changed since the last time, and forgets whom nothing older can stand for. */
  public void poll() {
    Instant now = clock.instant();
    Instant oldest = now.minus(tokenLife).minus(RevokedSessions.OVERLAP);
    // Only the first poll may pass over what no token can need: a later one that comes after a long
    // break has to tell listeners of all that ended meanwhile, sockets live longer than tokens.
    Instant last = polled;
    Instant since = last == null ? oldest : last;
    for (Account account : transactions.read(handle -> users.changedSince(handle, since))) {
      Account before = changed.put(account.id(), account);
      if (before == null || before.version() != account.version()) {
        listeners.forEach(listener -> tell(listener, standing(account)));
      }
    }
    polled = now.minus(RevokedSessions.OVERLAP);
    changed.values().removeIf(account -> account.updatedAt().isBefore(oldest));
  }

  private Standing standing(Account account) {
    return new Standing(
        account.id(), account.active(), account.role().wire(), roles.of(account.role()));
  }

  private static void tell(Consumer<Standing> listener, Standing standing) {
    try {
      listener.accept(standing);
    } catch (RuntimeException failed) {
      LOG.error("A listener failed at a change of user {}", standing.userId(), failed);
    }
  }
}
