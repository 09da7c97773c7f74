package dev.parley.broker.handler;

import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.Tick;
import dev.parley.broker.store.OrderStore;
import dev.parley.broker.store.TapeStore;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.lease.Lease;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.security.Caller;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Follows the tapes and fills orders from them, on one node at a time. Whatever matters is in the
 * database: what is kept here only saves looking at the same records twice, so a successor that
 * starts with nothing comes to the same fills.
 *
 * <p>The tape is a function of the clock, so there is nothing to be woken by: it looks again after
 * every interval, and asks the database only about symbols whose tape has moved.
 */
public final class Matcher implements Worker {
  private static final int BATCH = 1000;
  private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(1);

  private final Tape tape;
  private final Transactions transactions;
  private final CommandBus commands;
  private final Clock clock;
  private final Duration interval;
  private final OrderStore orders = new OrderStore();
  private final TapeStore tapes = new TapeStore();

  /**
   * @param interval pause between two looks at the tapes
   */
  public Matcher(
      MarketData market,
      Transactions transactions,
      CommandBus commands,
      Clock clock,
      Duration interval) {
    this.tape = new Tape(market);
    this.transactions = transactions;
    this.commands = commands;
    this.clock = clock;
    this.interval = interval;
  }

  @Override
  public String name() {
    return "broker.matcher";
  }

  @Override
  public void run(Lease lease) throws InterruptedException {
    Round round = round(lease);
    while (lease.held()) {
      round.run();
      Thread.sleep(interval);
    }
  }

  /** The work of one holder of the lease, round by round. */
  Round round(Lease lease) {
    return new Round(lease);
  }

  /** Looks at all tapes. Of one thread. */
  final class Round {
    private final Lease lease;
    private final Caller caller = Caller.system(name());
    private final Map<String, Follower> followers = new HashMap<>();
    private Instant nextExpiry = Instant.MIN;

    private Round(Lease lease) {
      this.lease = lease;
    }

    void run() {
      Instant now = clock.instant();
      boolean expiry = !now.isBefore(nextExpiry);
      for (String symbol : tape.symbols()) {
        followers.computeIfAbsent(symbol, s -> new Follower(s, lease, caller)).look(now, expiry);
      }
      if (expiry) {
        nextExpiry = now.plus(EXPIRY_INTERVAL);
      }
    }
  }

  /** Follows the tape of one symbol. */
  private final class Follower {
    private final String symbol;
    private final Lease lease;
    private final Caller caller;

    /** How far each active order is known to be untouched. */
    private final Map<UUID, TapeCursor> untouched = new HashMap<>();

    private TapeCursor looked = TapeCursor.START;

    private Follower(String symbol, Lease lease, Caller caller) {
      this.symbol = symbol;
      this.lease = lease;
      this.caller = caller;
    }

    void look(Instant now, boolean expiry) {
      TapeCursor position = tape.position(symbol);
      if (!expiry && position.equals(looked)) {
        return;
      }
      boolean more = true;
      while (more && lease.held()) {
        more = follow(now);
      }
      looked = position;
    }

    /** Takes the next piece of the tape; answers whether there is more. */
    private boolean follow(Instant now) {
      Situation situation =
          transactions.read(
              handle -> new Situation(tapes.cursor(handle, symbol), orders.active(handle, symbol)));
      List<Order> active = situation.active();
      untouched.keySet().retainAll(active.stream().map(Order::id).collect(Collectors.toSet()));
      if (active.isEmpty()) {
        return false;
      }
      TapeCursor start = Collections.max(List.of(situation.used(), firstOpen(active)));
      List<Tick> ticks = tape.after(symbol, start, BATCH);
      boolean more = ticks.size() == BATCH;
      Instant completeTo = more ? ticks.getLast().time() : now;
      if (active.stream().anyMatch(order -> concerned(order, ticks, completeTo))) {
        commands.send(new MatchTicks(symbol, ticks, completeTo, lease), caller);
      }
      if (!ticks.isEmpty()) {
        TapeCursor last = ticks.getLast().place();
        active.forEach(order -> untouched.put(order.id(), last));
      }
      return more;
    }

    /** Where the first of the orders begins that is not known to be untouched. */
    private TapeCursor firstOpen(List<Order> active) {
      return active.stream()
          .map(order -> untouched.getOrDefault(order.id(), order.placedAfter()))
          .min(Comparator.naturalOrder())
          .orElse(TapeCursor.START);
    }

    private static boolean concerned(Order order, List<Tick> ticks, Instant completeTo) {
      return order.expiredAt(completeTo) || ticks.stream().anyMatch(order::touchedBy);
    }
  }

  private record Situation(TapeCursor used, List<Order> active) {}
}
