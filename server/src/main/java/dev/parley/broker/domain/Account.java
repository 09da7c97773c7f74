package dev.parley.broker.domain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * The cash of a user with one broker. Immutable; each step answers the next version. It cannot be
 * made with negative cash or with a reserve that the cash does not cover.
 *
 * @param startingCash what it was opened with
 * @param cash reserve included
 * @param reserved what open buys reserve of the cash
 * @param realisedPnl of all sales
 * @param maxOrderQuantity risk limit (T13)
 */
public record Account(
    UUID id,
    UUID userId,
    String currency,
    BigDecimal startingCash,
    BigDecimal cash,
    BigDecimal reserved,
    BigDecimal realisedPnl,
    BigDecimal maxOrderQuantity,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  public Account {
    if (reserved.signum() < 0 || cash.compareTo(reserved) < 0) {
      throw new IllegalStateException(
          "cash " + cash + " does not cover the reserve " + reserved + " of account " + id);
    }
  }

  /** A new account with its first cash. */
  public static Account open(
      UUID id,
      UUID userId,
      String currency,
      BigDecimal cash,
      BigDecimal maxOrderQuantity,
      Instant now) {
    BigDecimal zero = BigDecimal.ZERO;
    return new Account(id, userId, currency, cash, cash, zero, zero, maxOrderQuantity, now, now, 1);
  }

  public BigDecimal buyingPower() {
    return cash.subtract(reserved);
  }

  Account reserve(BigDecimal amount, Instant now) {
    return with(cash, reserved.add(amount), realisedPnl, now);
  }

  Account release(BigDecimal amount, Instant now) {
    return with(cash, reserved.subtract(amount), realisedPnl, now);
  }

  /** Pays for a fill and gives back what the order had reserved for it. */
  Account pay(BigDecimal amount, BigDecimal released, Instant now) {
    return with(cash.subtract(amount), reserved.subtract(released), realisedPnl, now);
  }

  Account receive(BigDecimal amount, BigDecimal pnl, Instant now) {
    return with(cash.add(amount), reserved, realisedPnl.add(pnl), now);
  }

  private Account with(
      BigDecimal nextCash, BigDecimal nextReserved, BigDecimal nextPnl, Instant now) {
    return new Account(
        id,
        userId,
        currency,
        startingCash,
        nextCash,
        nextReserved,
        nextPnl,
        maxOrderQuantity,
        createdAt,
        now,
        version + 1);
  }
}
