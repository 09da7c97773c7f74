package dev.parley.broker.domain;

import static dev.parley.broker.domain.Decimals.plain;

import dev.parley.broker.api.PositionView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an account holds of one symbol. Kept as quantity and cost rather than as an average price,
 * so that nothing is rounded away: a sale takes its share of the cost out, the last one all of it.
 * Immutable; cannot be made with a negative quantity or with more reserved than is held.
 *
 * @param reserved what open sells reserve of the quantity
 * @param cost what was paid for the quantity
 * @param realisedPnl of all sales in this symbol
 * @param version 0 for a symbol never held
 */
public record Position(
    String symbol,
    BigDecimal quantity,
    BigDecimal reserved,
    BigDecimal cost,
    BigDecimal realisedPnl,
    @Nullable Instant openedAt,
    @Nullable Instant updatedAt,
    long version) {

  public Position {
    if (reserved.signum() < 0 || quantity.compareTo(reserved) < 0) {
      throw new IllegalStateException(
          symbol + " quantity " + quantity + " does not cover the reserve " + reserved);
    }
    if (cost.signum() < 0 || (quantity.signum() == 0 && cost.signum() != 0)) {
      throw new IllegalStateException(symbol + " quantity " + quantity + " cannot cost " + cost);
    }
  }

  /** Nothing held of a symbol, ever. */
  public static Position none(String symbol) {
    BigDecimal zero = BigDecimal.ZERO;
    return new Position(symbol, zero, zero, zero, zero, null, null, 0);
  }

  public boolean flat() {
    return quantity.signum() == 0;
  }

  /** What a new sell order may sell. */
  public BigDecimal available() {
    return quantity.subtract(reserved);
  }

  Position reserve(BigDecimal amount, Instant now) {
    return with(quantity, reserved.add(amount), cost, realisedPnl, now);
  }

  Position release(BigDecimal amount, Instant now) {
    return with(quantity, reserved.subtract(amount), cost, realisedPnl, now);
  }

  Position buy(BigDecimal bought, BigDecimal amount, Instant now) {
    return with(quantity.add(bought), reserved, cost.add(amount), realisedPnl, now);
  }

  /** What the quantity sold had cost. */
  BigDecimal costOf(BigDecimal sold) {
    return sold.compareTo(quantity) == 0
        ? cost
        : cost.multiply(sold).divide(quantity, Decimals.MONEY_SCALE, RoundingMode.HALF_EVEN);
  }

  /** Sells from the reserve of a sell order. */
  Position sell(BigDecimal sold, BigDecimal amount, Instant now) {
    BigDecimal costSold = costOf(sold);
    return with(
        quantity.subtract(sold),
        reserved.subtract(sold),
        cost.subtract(costSold),
        realisedPnl.add(amount.subtract(costSold)),
        now);
  }

  /** The position as its owner sees it; {@code lastPrice} is null before the first trade. */
  public PositionView view(@Nullable BigDecimal lastPrice) {
    BigDecimal value = lastPrice == null ? null : quantity.multiply(lastPrice);
    return new PositionView(
        symbol,
        plain(quantity),
        plain(reserved),
        flat() ? null : Decimals.average(cost, quantity),
        plain(cost),
        lastPrice == null ? null : plain(lastPrice),
        value == null ? null : plain(value),
        value == null ? BigDecimal.ZERO : plain(value.subtract(cost)),
        plain(realisedPnl),
        openedAt,
        updatedAt,
        version);
  }

  private Position with(
      BigDecimal nextQuantity,
      BigDecimal nextReserved,
      BigDecimal nextCost,
      BigDecimal nextPnl,
      Instant now) {
    Instant opened = flat() && nextQuantity.signum() > 0 ? now : openedAt;
    return new Position(
        symbol, nextQuantity, nextReserved, nextCost, nextPnl, opened, now, version + 1);
  }
}
