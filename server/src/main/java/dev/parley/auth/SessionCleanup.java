package dev.parley.auth;

import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Removes what nobody can use any more: sessions a while after their end, and refresh tokens a
 * while after theirs. Several nodes may do it at once; each batch is a short transaction.
 */
final class SessionCleanup {
  static final Duration PERIOD = Duration.ofMinutes(10);

  /** Kept that long for whoever looks into an incident. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final int BATCH = 1_000;

  private final Transactions transactions;
  private final SessionStore sessions;
  private final RefreshTokenStore tokens;
  private final Clock clock;

  SessionCleanup(
      Transactions transactions, SessionStore sessions, RefreshTokenStore tokens, Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  void run() {
    Instant before = clock.instant().minus(KEPT);
    int removed;
    do {
      removed =
          transactions.write(
              handle ->
                  Math.max(
                      sessions.removeEndedBefore(handle, before, BATCH),
                      tokens.removeEndedBefore(handle, before, BATCH)));
    } while (removed == BATCH);
  }
}
