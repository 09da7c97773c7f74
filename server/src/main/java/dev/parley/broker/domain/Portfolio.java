package dev.parley.broker.domain;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.time.Ids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account with its positions and active orders, and the only way any of them changes. Loaded
 * under the lock of the account's row, worked on by one thread, then stored: what changed and the
 * events that say so are collected here.
 *
 * <p>Invariants, checked by {@link #audit}: cash is never negative and covers the reserves of open
 * buys; positions cover those of open sells; and nothing comes from nowhere:
 *
 * <pre>  cash + cost of all positions = starting cash + realised profit</pre>
 */
public final class Portfolio {
  private final Ids ids;
  private final Instant now;
  private final Map<String, Position> positions = new TreeMap<>();
  private final Map<UUID, Order> orders = new TreeMap<>();
  private final Journal journal;
  private final long loadedVersion;
  private Account account;

  /**
   * @param positions all of the account's
   * @param activeOrders all of the account's, or those of the symbol that is matched
   * @param now the time of everything that happens here
   */
  public Portfolio(
      Account account,
      Collection<Position> positions,
      Collection<Order> activeOrders,
      Prices prices,
      Ids ids,
      Instant now) {
    this.account = account;
    this.loadedVersion = account.version();
    this.journal = new Journal(account.userId(), prices);
    this.ids = ids;
    this.now = now;
    positions.forEach(position -> this.positions.put(position.symbol(), position));
    activeOrders.forEach(order -> this.orders.put(order.id(), order));
  }

  public Account account() {
    return account;
  }

  /** All positions, in order of their symbols. */
  public Collection<Position> positions() {
    return List.copyOf(positions.values());
  }

  /** The orders loaded or placed here, active or not any more. */
  public Collection<Order> orders() {
    return List.copyOf(orders.values());
  }

  /** An order that was loaded or placed here; null if there is none. */
  public @Nullable Order order(UUID id) {
    return orders.get(id);
  }

  public Position position(String symbol) {
    return positions.getOrDefault(symbol, Position.none(symbol));
  }

  /**
   * Accepts an order and reserves what it needs.
   *
   * @param reservePrice what one unit of a buy reserves; ignored for a sell
   * @throws AppException RISK_LIMIT_EXCEEDED, INSUFFICIENT_FUNDS or INSUFFICIENT_POSITION
   */
  public Order place(NewOrder wanted, BigDecimal reservePrice) {
    if (wanted.quantity().compareTo(account.maxOrderQuantity()) > 0) {
      throw new AppException(
          ErrorCode.RISK_LIMIT_EXCEEDED,
          "The quantity %s is over the account's limit of %s an order"
              .formatted(text(wanted.quantity()), text(account.maxOrderQuantity())));
    }
    Order order = opened(wanted, reservePrice);
    if (order.buys()) {
      BigDecimal needed = order.reservedCash();
      if (needed.compareTo(account.buyingPower()) > 0) {
        throw new AppException(
            ErrorCode.INSUFFICIENT_FUNDS,
            "The order reserves %s %s, the buying power is %s"
                .formatted(text(needed), account.currency(), text(account.buyingPower())));
      }
    } else {
      BigDecimal available = position(order.symbol()).available();
      if (order.quantity().compareTo(available) > 0) {
        throw new AppException(
            ErrorCode.INSUFFICIENT_POSITION,
            "The order sells %s %s, %s can be sold"
                .formatted(text(order.quantity()), order.symbol(), text(available)));
      }
    }
    orders.put(order.id(), order);
    journal.placed(order);
    if (order.buys()) {
      if (order.reservedCash().signum() > 0) {
        change(account.reserve(order.reservedCash(), now));
      }
    } else {
      change(position(order.symbol()).reserve(order.quantity(), now));
    }
    return order;
  }

  /** Cancels what remains of an active order and gives its reserve back. */
  public Order cancel(Order order, OrderReason why) {
    Order cancelled = order.cancel(why, now);
    orders.put(order.id(), cancelled);
    journal.cancelled(cancelled);
    giveBack(order);
    return cancelled;
  }

  /** Ends an order that nothing can be paid of: rejected without a fill, else cancelled. */
  void unaffordable(Order order) {
    if (order.status() != OrderStatus.OPEN) {
      cancel(order, OrderReason.INSUFFICIENT_FUNDS);
      return;
    }
    Order rejected = order.reject(OrderReason.INSUFFICIENT_FUNDS, now);
    orders.put(order.id(), rejected);
    journal.rejected(rejected);
    giveBack(order);
  }

  /**
   * How much of a wanted quantity the order can take from a tick: all of it unless it is a buy
   * above what it reserved, and the free cash does not make up the difference.
   */
  BigDecimal affordable(Order order, BigDecimal wanted, Tick tick) {
    BigDecimal over = tick.price().subtract(order.reservePrice());
    if (!order.buys() || over.multiply(wanted).compareTo(account.buyingPower()) <= 0) {
      return wanted;
    }
    BigDecimal lots = account.buyingPower().divide(over.multiply(tick.lot()), 0, RoundingMode.DOWN);
    return lots.multiply(tick.lot());
  }

  /** Fills a part of an active order from a tick; the quantity is affordable and within both. */
  Order fill(Order order, BigDecimal quantity, Tick tick) {
    BigDecimal amount = tick.price().multiply(quantity);
    Position before = position(order.symbol());
    BigDecimal pnl = order.buys() ? BigDecimal.ZERO : amount.subtract(before.costOf(quantity));
    Order after = order.fill(quantity, tick.price(), now);
    Execution execution =
        new Execution(
            ids.next(),
            account.id(),
            account.userId(),
            order.id(),
            order.symbol(),
            order.side(),
            quantity,
            tick.price(),
            pnl,
            tick.source(),
            tick.place(),
            tick.sourceTime(),
            now);
    orders.put(order.id(), after);
    journal.filled(after, execution);
    if (order.buys()) {
      BigDecimal released = order.reservedCash().subtract(after.reservedCash());
      change(before.buy(quantity, amount, now));
      change(account.pay(amount, released, now));
    } else {
      change(before.sell(quantity, amount, now));
      change(account.receive(amount, pnl, now));
    }
    return after;
  }

  /** Throws IllegalStateException if an invariant does not hold; needs all active orders. */
  public void audit() {
    BigDecimal cost =
        positions.values().stream().map(Position::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal held = account.cash().add(cost);
    BigDecimal owed = account.startingCash().add(account.realisedPnl());
    if (held.compareTo(owed) != 0) {
      throw new IllegalStateException(
          "account %s holds %s in cash and cost, but %s is accounted for"
              .formatted(account.id(), held, owed));
    }
  }

  public boolean accountChanged() {
    return account.version() != loadedVersion;
  }

  public List<Order> changedOrders() {
    return journal.orders();
  }

  public List<Position> changedPositions() {
    return journal.positions();
  }

  public List<Execution> executions() {
    return journal.executions();
  }

  /** What happened, in order. */
  public List<DomainEvent> events() {
    return journal.events();
  }

  private Order opened(NewOrder wanted, BigDecimal reservePrice) {
    return new Order(
        wanted.id(),
        account.id(),
        account.userId(),
        wanted.connectionId(),
        wanted.clientOrderId(),
        wanted.symbol(),
        wanted.side(),
        wanted.type(),
        wanted.timeInForce(),
        wanted.quantity(),
        wanted.limitPrice(),
        wanted.side() == Side.BUY ? reservePrice : BigDecimal.ZERO,
        OrderStatus.OPEN,
        null,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        wanted.placedAfter(),
        wanted.timeInForce() == TimeInForce.DAY ? nextMidnight() : null,
        now,
        now,
        1);
  }

  private Instant nextMidnight() {
    return now.atOffset(ZoneOffset.UTC).plusDays(1).with(LocalTime.MIDNIGHT).toInstant();
  }

  private void giveBack(Order order) {
    if (order.buys()) {
      if (order.reservedCash().signum() > 0) {
        change(account.release(order.reservedCash(), now));
      }
    } else {
      change(position(order.symbol()).release(order.remaining(), now));
    }
  }

  private void change(Position position) {
    Position before = position(position.symbol());
    positions.put(position.symbol(), position);
    journal.changed(before, position);
  }

  private void change(Account next) {
    account = next;
    journal.changed(account, positions.values());
  }

  private static String text(BigDecimal value) {
    return Decimals.plain(value).toPlainString();
  }
}
