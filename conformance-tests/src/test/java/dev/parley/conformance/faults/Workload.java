package dev.parley.conformance.faults;

import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.PlaceOrderRequest;
import dev.parley.client.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one client does, drawn at random: of its orders two fifths buy and three twentieths sell at
 * the market, the others have a limit that is met at once, at most once, or never. Every quantity
 * is used once and names its intent. One thread's own.
 */
final class Workload {
  private static final String SYMBOL = "BTC-USD";
  private static final BigDecimal NEVER = new BigDecimal("10");
  private static final BigDecimal ALWAYS = new BigDecimal("20000");
  private static final BigDecimal SATOSHI = new BigDecimal("0.00000001");

  /** What follows an order that was accepted. */
  enum Next {
    /** The same request once more. */
    REPEAT,
    /** An old key with another body. */
    REUSE_KEY,
    /** An old client order id with another key. */
    REUSE_ID,
    /** An order over the risk limit. */
    TOO_LARGE,
    CANCEL,
    NOTHING
  }

  private final String client;
  private final Random random;
  private int drawn;
  private int keys;

  Workload(String client, Random random) {
    this.client = client;
    this.random = random;
  }

  /** Whether an order is one that no trade of the recording reaches. */
  static boolean rests(Order order) {
    BigDecimal limit = order.limitPrice();
    return limit != null && limit.compareTo(NEVER) == 0 && order.timeInForce() == TimeInForce.GTC;
  }

  String key() {
    return client + "-" + ++keys;
  }

  /** Whether the next request is sent twice at the same time. */
  boolean twin() {
    return random.nextInt(10) == 0;
  }

  Next next() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> Next.REPEAT;
      case 2 -> Next.REUSE_KEY;
      case 3 -> Next.REUSE_ID;
      case 4 -> Next.TOO_LARGE;
      case 5, 6, 7 -> Next.CANCEL;
      default -> Next.NOTHING;
    };
  }

  PlaceOrderRequest order() {
    int kind = random.nextInt(20);
    if (kind < 8) {
      return order(OrderSide.BUY, null, TimeInForce.GTC);
    }
    if (kind < 11) {
      return order(OrderSide.SELL, null, TimeInForce.GTC);
    }
    if (kind < 14) {
      return order(OrderSide.BUY, ALWAYS, TimeInForce.GTC);
    }
    return order(OrderSide.BUY, NEVER, kind < 16 ? TimeInForce.IOC : TimeInForce.GTC);
  }

  PlaceOrderRequest tooLarge() {
    return body(OrderSide.BUY, NEVER, TimeInForce.GTC, new BigDecimal("10001"));
  }

  /** Another order under the client order id of this one; empty if that has none. */
  Optional<PlaceOrderRequest> sameId(PlaceOrderRequest other) {
    return Optional.ofNullable(other.clientOrderId())
        .map(
            id ->
                order(OrderSide.BUY, NEVER, TimeInForce.GTC).toBuilder().clientOrderId(id).build());
  }

  Intent place(PlaceOrderRequest body) {
    return body.side() == OrderSide.SELL
        ? Intent.place(key(), body.quantity(), ErrorCode.INSUFFICIENT_POSITION)
        : Intent.place(key(), body.quantity());
  }

  Intent reuse(Intent used, PlaceOrderRequest body) {
    return Intent.refused(used.key(), body.quantity(), ErrorCode.IDEMPOTENCY_KEY_REUSED);
  }

  Intent refused(PlaceOrderRequest body, ErrorCode code) {
    return Intent.refused(key(), body.quantity(), code);
  }

  private PlaceOrderRequest order(
      OrderSide side, @Nullable BigDecimal limit, TimeInForce timeInForce) {
    return body(side, limit, timeInForce, new BigDecimal("0.001"));
  }

  private PlaceOrderRequest body(
      OrderSide side, @Nullable BigDecimal limit, TimeInForce timeInForce, BigDecimal about) {
    int number = ++drawn;
    PlaceOrderRequest.Builder body =
        PlaceOrderRequest.builder()
            .symbol(SYMBOL)
            .side(side)
            .type(limit == null ? OrderType.MARKET : OrderType.LIMIT)
            .timeInForce(timeInForce)
            .quantity(about.add(SATOSHI.multiply(BigDecimal.valueOf(number))))
            .limitPrice(limit);
    // Without an id of its own an order has nothing but its key against being placed twice.
    return number % 2 == 0 ? body.build() : body.clientOrderId(client + "." + number).build();
  }
}
