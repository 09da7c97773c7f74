package dev.parley.broker.domain;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.TimeInForce;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Fills orders from one tick, over all accounts, and uses the tick's volume once.
 *
 * <p>An order takes part if it was placed before the tick and its limit holds. Buyers and sellers
 * compete for the same volume, in this order: market orders, then limits by how far they reach
 * beyond the price, then the older order.
 */
public final class Matching {
  private static final BigDecimal MARKET_REACH = new BigDecimal("1e30");

  private static final Comparator<Entry> PRIORITY =
      Comparator.comparing(Entry::reach)
          .reversed()
          .thenComparing(entry -> entry.order().createdAt())
          .thenComparing(entry -> entry.order().id());

  private Matching() {}

  /**
   * @param portfolios those with active orders in the tick's symbol; changed in place
   * @return what is left of the tick's volume
   */
  public static BigDecimal match(Tick tick, Collection<Portfolio> portfolios) {
    if (tick.volume().signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal left = tick.volume();
    for (Entry entry : queue(tick, portfolios)) {
      if (entry.order().expiredAt(tick.time())) {
        entry.portfolio().cancel(entry.order(), OrderReason.EXPIRED);
      } else {
        left = left.subtract(offer(entry, tick, left));
      }
    }
    return left;
  }

  /** Offers volume to an order; answers how much of it was taken. */
  private static BigDecimal offer(Entry entry, Tick tick, BigDecimal volume) {
    Portfolio portfolio = entry.portfolio();
    Order order = entry.order();
    BigDecimal wanted =
        order.accepts(tick.price()) ? order.remaining().min(volume) : BigDecimal.ZERO;
    BigDecimal taken = portfolio.affordable(order, wanted, tick);
    boolean poor = taken.compareTo(wanted) < 0;
    if (order.timeInForce() == TimeInForce.FOK && taken.compareTo(order.remaining()) < 0) {
      taken = BigDecimal.ZERO;
    }
    Order after = taken.signum() > 0 ? portfolio.fill(order, taken, tick) : order;
    if (after.status() != OrderStatus.FILLED) {
      if (poor) {
        portfolio.unaffordable(after);
      } else if (order.timeInForce().immediate()) {
        portfolio.cancel(after, OrderReason.NOT_IMMEDIATELY_FILLED);
      }
    }
    return taken;
  }

  private static List<Entry> queue(Tick tick, Collection<Portfolio> portfolios) {
    List<Entry> queue = new ArrayList<>();
    for (Portfolio portfolio : portfolios) {
      for (Order order : portfolio.orders()) {
        if (order.touchedBy(tick)) {
          queue.add(new Entry(portfolio, order, reach(order, tick.price())));
        }
      }
    }
    queue.sort(PRIORITY);
    return queue;
  }

  /** How far the limit lies beyond the price; a market order reaches beyond all limits. */
  private static BigDecimal reach(Order order, BigDecimal price) {
    BigDecimal limit = order.limitPrice();
    if (limit == null) {
      return MARKET_REACH;
    }
    return order.buys() ? limit.subtract(price) : price.subtract(limit);
  }

  private record Entry(Portfolio portfolio, Order order, BigDecimal reach) {}
}
