package dev.parley.auth.token;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.store.WsTicketStore;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.tx.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Takes tickets, each once. Thread-safe. */
public final class WsTickets {
  private static final String PREFIX = "wt_";
  private static final int LONGEST = 64;

  private final Transactions transactions;
  private final WsTicketStore tickets;
  private final SessionRevocations revocations;
  private final Clock clock;

  public WsTickets(
      Transactions transactions,
      WsTicketStore tickets,
      SessionRevocations revocations,
      Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.tickets = Objects.requireNonNull(tickets, "tickets");
    this.revocations = Objects.requireNonNull(revocations, "revocations");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** A ticket that nobody has yet. */
  public static OpaqueSecret secret(SecureRandom random) {
    return OpaqueSecret.random(PREFIX, random);
  }

  static boolean isTicket(String credential) {
    return credential.startsWith(PREFIX);
  }

  /**
   * Whom a ticket stands for; it is used up.
   *
   * @throws AppException AUTH_FAILED
   */
  public Principal take(String ticket) {
    if (ticket.length() > LONGEST || !isTicket(ticket)) {
      throw refused();
    }
    Instant now = clock.instant();
    String hash = OpaqueSecret.hashOf(ticket);
    Principal holder =
        transactions
            .write(handle -> tickets.take(handle, hash, now))
            .orElseThrow(WsTickets::refused);
    if (!now.isBefore(holder.expiresAt()) || revocations.isRevoked(holder.sessionId())) {
      throw refused();
    }
    return holder;
  }

  /** Forgets those that nobody used in time. */
  public void clean() {
    transactions.write(handle -> tickets.removeEndedBefore(handle, clock.instant()));
  }

  private static AppException refused() {
    return new AppException(ErrorCode.AUTH_FAILED, "The ticket is not valid, or not any more");
  }
}
