package dev.parley.broker.handler;

import static dev.parley.broker.handler.BrokerWorld.BTC;
import static dev.parley.broker.handler.BrokerWorld.ETH;
import static dev.parley.broker.handler.BrokerWorld.lease;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.broker.api.CancelOrder;
import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.broker.rest.Models;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.http.IfMatch;
import dev.parley.platform.security.Caller;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Twelve users place and cancel thousands of random orders at once, while two matchers that both
 * believe to hold the lease fill them from the recorded markets and die in the middle again and
 * again. Afterwards every cent, every unit of volume and every event has to be accounted for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConservationIT {
  private static final ThreadLocal<Boolean> MATCHING = ThreadLocal.withInitial(() -> false);
  private static final int USERS = 12;
  private static final int ORDERS = Integer.getInteger("parley.conservation.orders", 3000);
  private static final Set<ErrorCode> EXPECTED =
      Set.of(
          ErrorCode.INSUFFICIENT_FUNDS,
          ErrorCode.INSUFFICIENT_POSITION,
          ErrorCode.RISK_LIMIT_EXCEEDED,
          ErrorCode.ORDER_NOT_ACTIVE);

  private final AtomicInteger placed = new AtomicInteger();
  private final AtomicInteger deaths = new AtomicInteger();
  private final List<Caller> users = new ArrayList<>();
  private BrokerWorld world;

  @BeforeAll
  void trade() throws Exception {
    world = new BrokerWorld(Map.of("BROKER_MAX_ORDER_QUANTITY", "400"));
    for (int i = 0; i < USERS; i++) {
      users.add(world.trader());
    }
    AtomicBoolean open = new AtomicBoolean(true);
    world.sabotage = this::dieSometimes;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> matchers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        matchers.add(threads.submit(matcher(open)));
      }
      List<Future<?>> traders = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        traders.add(threads.submit(trader(users.get(i), new Random(i))));
      }
      for (Future<?> trader : traders) {
        trader.get();
      }
      open.set(false);
      for (Future<?> matcher : matchers) {
        matcher.get();
      }
    }
    world.sabotage = () -> {};
    world.pass(Duration.ofMinutes(30));
  }

  @AfterAll
  void close() {
    world.close();
  }

  private Callable<Void> matcher(AtomicBoolean open) {
    return () -> {
      MATCHING.set(true);
      Matcher.Round round = world.newRound();
      while (open.get()) {
        world.clock.pass(Duration.ofMillis(ThreadLocalRandom.current().nextInt(3000)));
        try {
          round.run();
        } catch (Killed died) {
          deaths.incrementAndGet();
          round = world.newRound(lease(1)); // another process begins with nothing in memory
        }
      }
      return null;
    };
  }

  private Callable<Void> trader(Caller user, Random random) {
    return () -> {
      List<OrderView> mine = new ArrayList<>();
      while (placed.get() < ORDERS) {
        try {
          if (!mine.isEmpty() && random.nextInt(4) == 0) {
            OrderView some = mine.remove(random.nextInt(mine.size()));
            world.commands.send(new CancelOrder(some.id(), IfMatch.ANY), user);
          } else {
            mine.add(place(user, random));
            placed.incrementAndGet();
          }
        } catch (AppException refused) {
          if (!EXPECTED.contains(refused.code())) {
            throw refused;
          }
        }
      }
      return null;
    };
  }

  private OrderView place(Caller user, Random random) {
    String symbol = random.nextInt(4) == 0 ? ETH : BTC;
    Side side = random.nextInt(5) < 3 ? Side.BUY : Side.SELL;
    TimeInForce tif = TimeInForce.values()[random.nextInt(4)];
    BigDecimal quantity =
        random.nextInt(8) == 0
            ? BigDecimal.valueOf(random.nextInt(100) + 1)
            : BigDecimal.valueOf(random.nextInt(400_000) + 1, 5);
    String price = null;
    if (random.nextBoolean()) {
      BigDecimal factor = BigDecimal.valueOf(9_900 + random.nextInt(200), 4);
      price = world.lastPrice(symbol).multiply(factor).setScale(2, RoundingMode.HALF_UP).toString();
    }
    return world.place(user, side, symbol, quantity.toString(), price, tif);
  }

  private void dieSometimes() {
    if (Boolean.TRUE.equals(MATCHING.get()) && ThreadLocalRandom.current().nextInt(200) == 0) {
      throw new Killed();
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void traded() {
    assertThat(placed.get()).isGreaterThanOrEqualTo(ORDERS);
    assertThat(deaths.get()).as("matchers that died").isGreaterThan(5);
    assertThat(count("SELECT count(*) FROM broker.execution")).isGreaterThan(ORDERS / 3);
    for (String status : List.of("filled", "cancelled")) {
      assertThat(count("SELECT count(*) FROM broker.orders WHERE status = '" + status + "'"))
          .as(status)
          .isPositive();
    }
    assertThat(count("SELECT count(*) - count(DISTINCT order_id) FROM broker.execution"))
        .as("partial fills")
        .isPositive();
    assertThat(count("SELECT count(*) FROM broker.execution WHERE side = 'sell'")).isPositive();
    assertThat(count("SELECT count(*) FROM broker.execution WHERE source = 'bar'")).isPositive();
  }

  @Test
  void conservesCash() {
    assertNone(
        """
        SELECT a.id FROM broker.account a
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(CASE side WHEN 'buy' THEN -price * quantity ELSE price * quantity END), 0)
            AS flow, coalesce(sum(realised_pnl), 0) AS pnl
          FROM broker.execution WHERE account_id = a.id) e ON true
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(cost), 0) AS cost, coalesce(sum(realised_pnl), 0) AS pnl
          FROM broker.position WHERE account_id = a.id) p ON true
        WHERE a.cash < 0 OR a.cash <> a.starting_cash + e.flow
          OR a.cash + p.cost <> a.starting_cash + a.realised_pnl
          OR a.realised_pnl <> e.pnl OR a.realised_pnl <> p.pnl
        """);
  }

  @Test
  void conservesPositions() {
    assertNone(
        """
        SELECT p.account_id FROM broker.position p
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(CASE side WHEN 'buy' THEN quantity ELSE -quantity END), 0) AS held
          FROM broker.execution WHERE account_id = p.account_id AND symbol = p.symbol) e ON true
        WHERE p.quantity < 0 OR p.quantity <> e.held OR (p.quantity = 0 AND p.cost <> 0)
        """);
  }

  @Test
  void reservesExactlyWhatActiveOrdersNeed() {
    assertNone(
        """
        SELECT a.id FROM broker.account a
        WHERE a.reserved <> (
          SELECT coalesce(sum((quantity - filled) * reserve_price), 0) FROM broker.orders
          WHERE account_id = a.id AND status IN ('open', 'partially_filled'))
        """);
    assertNone(
        """
        SELECT p.account_id FROM broker.position p
        WHERE p.reserved <> (
          SELECT coalesce(sum(quantity - filled), 0) FROM broker.orders
          WHERE account_id = p.account_id AND symbol = p.symbol AND side = 'sell'
            AND status IN ('open', 'partially_filled'))
        """);
  }

  @Test
  void fillsOrdersByTheSumOfTheirExecutionsAndWithinTheirLimits() {
    assertNone(
        """
        SELECT o.id FROM broker.orders o
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(quantity), 0) AS filled, coalesce(sum(quantity * price), 0) AS amount
          FROM broker.execution WHERE order_id = o.id) e ON true
        WHERE o.filled <> e.filled OR o.filled_amount <> e.amount
          OR (o.status = 'filled') <> (o.filled = o.quantity)
          OR (o.status IN ('open', 'rejected') AND o.filled <> 0)
          OR (o.time_in_force = 'fok' AND o.filled NOT IN (0, o.quantity))
        """);
    assertNone(
        """
        SELECT e.id FROM broker.execution e JOIN broker.orders o ON o.id = e.order_id
        WHERE e.account_id <> o.account_id OR e.symbol <> o.symbol OR e.side <> o.side
          OR (o.side = 'buy' AND e.price > o.limit_price)
          OR (o.side = 'sell' AND e.price < o.limit_price)
          OR (e.tape_loop, e.tape_line) <= (o.tape_loop, o.tape_line)
        """);
  }

  @Test
  void usesEachRecordedTradeOnceAtItsPriceWithinItsVolume() {
    Map<String, Recorded> tape = new HashMap<>();
    for (String symbol : List.of(BTC, ETH)) {
      new Tape(world.market)
          .after(symbol, firstPlace(symbol), 10_000_000)
          .forEach(t -> tape.put(symbol + t.place(), new Recorded(t.price(), t.volume())));
    }
    world.transactions.<Void>read(
        handle -> {
          handle
              .createQuery(
                  """
                  SELECT symbol, tape_loop || '-' || tape_line AS place, min(price) AS low,
                    max(price) AS high, sum(quantity) AS used
                  FROM broker.execution GROUP BY symbol, tape_loop, tape_line
                  """)
              .map(
                  (rs, context) -> {
                    Recorded record = tape.get(rs.getString("symbol") + rs.getString("place"));
                    assertThat(record).isNotNull();
                    assertThat(rs.getBigDecimal("low")).isEqualByComparingTo(record.price());
                    assertThat(rs.getBigDecimal("high")).isEqualByComparingTo(record.price());
                    assertThat(rs.getBigDecimal("used")).isLessThanOrEqualTo(record.volume());
                    return record;
                  })
              .list();
          return null;
        });
  }

  @Test
  void tellsEveryChangeOnceInOrderAndEndsAtTheFinalState() {
    for (Caller user : users) {
      Map<String, JsonNode> orders = follow(user, "orders", "order");
      for (UUID id : ids("SELECT id FROM broker.orders WHERE user_id = '%s'", user)) {
        OrderView now = world.queries.ask(new GetOrder(id), user);
        assertThat(orders.get(id.toString())).isEqualTo(world.json(Models.order(now)));
      }
      Map<String, JsonNode> account = follow(user, "account", "account");
      assertThat(account).hasSize(1);
      JsonNode last = account.values().iterator().next();
      assertThat(last.get("cash").textValue())
          .isEqualTo(one("SELECT trim_scale(cash)::text FROM broker.account", user));
      assertThat(last.get("reservedCash").textValue())
          .isEqualTo(one("SELECT trim_scale(reserved)::text FROM broker.account", user));
      for (JsonNode position : follow(user, "positions", "position").values()) {
        assertThat(position.get("quantity").textValue())
            .isEqualTo(
                one(
                    "SELECT trim_scale(p.quantity)::text FROM broker.position p"
                        + " JOIN broker.account a ON a.id = p.account_id AND p.symbol = '"
                        + position.get("symbol").textValue()
                        + "'",
                    user));
      }
      assertThat(world.events(user, "executions").stream().map(StoredEvent::entityId).toList())
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(
              ids("SELECT id FROM broker.execution WHERE user_id = '%s'", user).stream()
                  .map(UUID::toString)
                  .toList());
    }
  }

  /** Checks that numbers and versions have no gap; answers the last state of each resource. */
  private Map<String, JsonNode> follow(Caller user, String topic, String property) {
    Map<String, JsonNode> last = new HashMap<>();
    long seq = 0;
    for (StoredEvent event : world.events(user, topic)) {
      assertThat(event.seq()).isEqualTo(++seq);
      JsonNode state = world.data(event).get(property);
      JsonNode before = last.put(event.entityId(), state);
      long version = before == null ? 0 : before.get("version").longValue();
      assertThat(state.get("version").longValue()).as(topic).isEqualTo(version + 1);
    }
    return last;
  }

  private record Recorded(BigDecimal price, BigDecimal volume) {}

  private TapeCursor firstPlace(String symbol) {
    return world.transactions.read(
        handle ->
            handle
                .createQuery(
                    "SELECT tape_loop, tape_line FROM broker.orders WHERE symbol = :symbol"
                        + " ORDER BY 1, 2 LIMIT 1")
                .bind("symbol", symbol)
                .map(
                    (rs, context) ->
                        new TapeCursor(rs.getLong("tape_loop"), rs.getInt("tape_line")))
                .one());
  }

  private List<UUID> ids(String sql, Caller user) {
    return world.rows(sql.formatted(BrokerWorld.id(user)), UUID.class);
  }

  private String one(String sql, Caller user) {
    return world
        .rows(sql + " WHERE user_id = '" + BrokerWorld.id(user) + "'", String.class)
        .getFirst();
  }

  private void assertNone(String sql) {
    assertThat(world.rows(sql, UUID.class)).isEmpty();
  }

  private long count(String sql) {
    return world.rows(sql, Long.class).getFirst();
  }
}
