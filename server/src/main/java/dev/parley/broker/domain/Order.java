package dev.parley.broker.domain;

import static dev.parley.broker.domain.Decimals.plain;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.datafeed.api.TapeCursor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order and its states: open → partially filled → filled, or from either active state cancelled,
 * or from open rejected. Immutable; each step answers the next version.
 *
 * @param reservePrice what one unit of a buy reserves: its limit, or for a market order the last
 *     price and a margin; 0 for a sell
 * @param placedAfter where the tape stood when it was placed; only what comes after it fills it
 * @param filledAmount sum of price times quantity over the fills, exactly
 */
public record Order(
    UUID id,
    UUID accountId,
    UUID userId,
    UUID connectionId,
    @Nullable String clientOrderId,
    String symbol,
    Side side,
    OrderType type,
    TimeInForce timeInForce,
    BigDecimal quantity,
    @Nullable BigDecimal limitPrice,
    BigDecimal reservePrice,
    OrderStatus status,
    @Nullable OrderReason reason,
    BigDecimal filled,
    BigDecimal filledAmount,
    TapeCursor placedAfter,
    @Nullable Instant expiresAt,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  public Order {
    require(quantity.signum() > 0, "quantity above 0");
    require(quantity.scale() <= Decimals.SCALE, "a quantity of at most 8 decimals");
    require((type == OrderType.LIMIT) == (limitPrice != null), "a limit exactly for limit orders");
    require(filled.signum() >= 0 && filled.compareTo(quantity) <= 0, "filled within quantity");
    require((status == OrderStatus.FILLED) == (filled.compareTo(quantity) == 0), "filled in full");
  }

  public boolean active() {
    return status.active();
  }

  public boolean buys() {
    return side == Side.BUY;
  }

  public BigDecimal remaining() {
    return quantity.subtract(filled);
  }

  /** Cash that the order reserves now. */
  public BigDecimal reservedCash() {
    return active() ? remaining().multiply(reservePrice) : BigDecimal.ZERO;
  }

  /** Quantity of the position that the order reserves now. */
  public BigDecimal reservedQuantity() {
    return active() && !buys() ? remaining() : BigDecimal.ZERO;
  }

  /** Whether the order may be filled at this price. */
  public boolean accepts(BigDecimal price) {
    if (limitPrice == null) {
      return true;
    }
    int comparison = price.compareTo(limitPrice);
    return buys() ? comparison <= 0 : comparison >= 0;
  }

  /** Whether this tick came after the order and, if so, does anything to it. */
  public boolean touchedBy(Tick tick) {
    return active()
        && symbol.equals(tick.symbol())
        && tick.place().compareTo(placedAfter) > 0
        && tick.volume().signum() > 0
        && (accepts(tick.price()) || timeInForce.immediate() || expiredAt(tick.time()));
  }

  /** Whether the order's day has ended by then. */
  public boolean expiredAt(Instant time) {
    // What trades on the last instant still counts: a daily bar opens exactly at midnight.
    return expiresAt != null && time.isAfter(expiresAt);
  }

  Order fill(BigDecimal fillQuantity, BigDecimal price, Instant now) {
    require(active(), "an active order to fill");
    require(fillQuantity.signum() > 0, "something to fill");
    BigDecimal filledNow = filled.add(fillQuantity);
    OrderStatus next =
        filledNow.compareTo(quantity) == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    BigDecimal amount = filledAmount.add(price.multiply(fillQuantity));
    return with(next, null, filledNow, amount, now);
  }

  Order cancel(OrderReason why, Instant now) {
    require(active(), "an active order to cancel");
    return with(OrderStatus.CANCELLED, why, filled, filledAmount, now);
  }

  Order reject(OrderReason why, Instant now) {
    require(status == OrderStatus.OPEN, "an order without fills to reject");
    return with(OrderStatus.REJECTED, why, filled, filledAmount, now);
  }

  /** The order as its owner sees it. */
  public OrderView view() {
    return new OrderView(
        id,
        connectionId,
        clientOrderId,
        symbol,
        side,
        type,
        timeInForce,
        plain(quantity),
        limitPrice == null ? null : plain(limitPrice),
        status,
        reason,
        plain(filled),
        plain(remaining()),
        filled.signum() == 0 ? null : Decimals.average(filledAmount, filled),
        plain(reservedCash()),
        expiresAt,
        createdAt,
        updatedAt,
        version);
  }

  private Order with(
      OrderStatus nextStatus,
      @Nullable OrderReason nextReason,
      BigDecimal nextFilled,
      BigDecimal nextAmount,
      Instant now) {
    return new Order(
        id,
        accountId,
        userId,
        connectionId,
        clientOrderId,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        limitPrice,
        reservePrice,
        nextStatus,
        nextReason,
        nextFilled,
        nextAmount,
        placedAfter,
        expiresAt,
        createdAt,
        now,
        version + 1);
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalStateException("expected " + expected);
    }
  }
}
