package dev.parley.auth.token;

import dev.parley.auth.store.SessionStore.Revoked;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short list of sessions and keys that were revoked so lately that something which stands for
 * them could still be taken: an access token, or what a node remembers of a key. What this node
 * revokes is on it at once, what others revoke after the next poll, at most half a second later.
 *
 * <p>Thread-safe; listeners hear of each session once, since adding to the map decides who tells.
 */
public final class RevokedSessions implements SessionRevocations {
  private static final Logger LOG = LoggerFactory.getLogger(RevokedSessions.class);

  /**
   * How far back each poll looks: longer than any transaction lasts, since a revocation is seen
   * when it is committed and has the time at which its command began.
   */
  static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final List<Source> sources;
  private final Duration tokenLife;
  private final Clock clock;
  private final Map<UUID, Instant> revoked = new ConcurrentHashMap<>();
  private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant polled;

  /** What can be revoked, as the database has it. */
  @FunctionalInterface
  public interface Source {
    /** What was revoked at that time or later, and by now. */
    List<Revoked> between(Handle handle, Instant since, Instant now);
  }

  /**
   * @param tokenLife how long an access token lives, with a margin for clocks
   */
  public RevokedSessions(
      Transactions transactions, List<Source> sources, Duration tokenLife, Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.sources = List.copyOf(sources);
    this.tokenLife = Objects.requireNonNull(tokenLife, "tokenLife");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public boolean isRevoked(UUID sessionId) {
    return revoked.containsKey(sessionId);
  }

  @Override
  public Subscription onRevoked(Consumer<UUID> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Takes note of a revocation that was committed just now. */
  public void add(UUID sessionId, Instant at) {
    if (revoked.putIfAbsent(sessionId, at) == null) {
      listeners.forEach(listener -> tell(listener, sessionId));
    }
  }

  /** Reads what was revoked since the last time, and forgets what no token can need any more. */
  public void poll() {
    Instant now = clock.instant();
    Instant oldest = now.minus(tokenLife).minus(OVERLAP);
    // Only the first poll may pass over what no token can need: a later one that comes after a long
    // break has to tell listeners of all that ended meanwhile, sockets live longer than tokens.
    Instant last = polled;
    Instant since = last == null ? oldest : last;
    transactions
        .read(
            handle ->
                sources.stream()
                    .flatMap(source -> source.between(handle, since, now).stream())
                    .toList())
        .forEach(ended -> add(ended.sessionId(), ended.at()));
    polled = now.minus(OVERLAP);
    revoked.values().removeIf(at -> at.isBefore(oldest));
  }

  private static void tell(Consumer<UUID> listener, UUID sessionId) {
    try {
      listener.accept(sessionId);
    } catch (RuntimeException failed) {
      LOG.error("A listener failed to end session {}", sessionId, failed);
    }
  }
}
