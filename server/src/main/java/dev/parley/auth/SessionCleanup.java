package dev.parley.auth;

import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.NonceStore;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Removes what nobody can use any more: sessions a while after their end, those of applications
 * sooner, refresh tokens a while after theirs, nonces of sign-ins at once, password resets like
 * sessions, and security events when their retention is over. Several nodes may do it at once; each
 * batch is a short transaction.
 */
final class SessionCleanup {
  static final Duration PERIOD = Duration.ofMinutes(10);

  /** Kept that long for whoever looks into an incident. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** There is one for each token that a program asks for; the audit tells of them for longer. */
  private static final Duration KEPT_OF_APPLICATIONS = Duration.ofHours(1);

  private static final int BATCH = 1_000;

  private final Transactions transactions;
  private final SessionStore sessions;
  private final RefreshTokenStore tokens;
  private final GrantStore grants;
  private final NonceStore nonces;
  private final PasswordResetStore resets;
  private final SecurityEventStore events;
  private final Duration eventRetention;
  private final Clock clock;

  SessionCleanup(
      Transactions transactions,
      SessionStore sessions,
      RefreshTokenStore tokens,
      GrantStore grants,
      NonceStore nonces,
      PasswordResetStore resets,
      SecurityEventStore events,
      Duration eventRetention,
      Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.grants = Objects.requireNonNull(grants, "grants");
    this.nonces = Objects.requireNonNull(nonces, "nonces");
    this.resets = Objects.requireNonNull(resets, "resets");
    this.events = Objects.requireNonNull(events, "events");
    this.eventRetention = Objects.requireNonNull(eventRetention, "eventRetention");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  void run() {
    Instant now = clock.instant();
    Instant before = now.minus(KEPT);
    Instant forgotten = now.minus(eventRetention);
    int removed;
    do {
      removed =
          transactions.write(
              handle ->
                  IntStream.of(
                          sessions.removeEndedBefore(handle, before, BATCH),
                          grants.removeEndedBefore(handle, now.minus(KEPT_OF_APPLICATIONS), BATCH),
                          tokens.removeEndedBefore(handle, before, BATCH),
                          nonces.removeEndedBefore(handle, now, BATCH),
                          resets.removeRequestedBefore(handle, before, BATCH),
                          events.removeBefore(handle, forgotten, BATCH))
                      .max()
                      .orElse(0));
    } while (removed == BATCH);
  }
}
