package dev.parley.broker.handler;

import static dev.parley.broker.handler.BrokerWorld.AAPL;
import static dev.parley.broker.handler.BrokerWorld.BTC;
import static dev.parley.broker.handler.BrokerWorld.START;
import static dev.parley.broker.handler.BrokerWorld.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.CancelOrder;
import dev.parley.broker.api.ConnectBroker;
import dev.parley.broker.api.ConnectionStatus;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.DisconnectBroker;
import dev.parley.broker.api.Environment;
import dev.parley.broker.api.ExecutionView;
import dev.parley.broker.api.FillSource;
import dev.parley.broker.api.GetAccount;
import dev.parley.broker.api.GetConnection;
import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.GetPosition;
import dev.parley.broker.api.ListConnections;
import dev.parley.broker.api.ListExecutions;
import dev.parley.broker.api.ListOrders;
import dev.parley.broker.api.ListPositions;
import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.PlaceOrder;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.broker.store.AccountStore;
import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.http.IfMatch;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.IdempotencyKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerIT {
  private static final PageRequest FIRST = new PageRequest(50, null, true);

  private BrokerWorld world;

  @BeforeAll
  void open() {
    world = new BrokerWorld();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void connectsOnceAndOpensAnAccount() {
    Caller ann = BrokerWorld.user();
    assertRefused(ErrorCode.NOT_FOUND, () -> world.queries.ask(new GetAccount(), ann));
    ConnectionView connection = world.connect(ann);

    assertThat(connection.status()).isEqualTo(ConnectionStatus.CONNECTED);
    assertThat(world.queries.ask(new GetConnection(connection.id()), ann)).isEqualTo(connection);
    assertThat(world.queries.ask(new GetAccount(), ann).buyingPower())
        .isEqualByComparingTo("100000");
    assertRefused(ErrorCode.DUPLICATE_RESOURCE, () -> world.connect(ann));
    assertThat(world.eventTypes(ann, "broker-connections"))
        .containsExactly("broker-connection.established");
    assertThat(world.eventTypes(ann, "account")).containsExactly("account.updated");
  }

  @Test
  void connectsNothingThatThePaperBrokerDoesNotOffer() {
    Caller ann = BrokerWorld.user();
    for (ConnectBroker unsupported :
        List.of(
            new ConnectBroker("paper", Environment.LIVE, AuthMethod.API_KEY),
            new ConnectBroker("paper", Environment.PAPER, AuthMethod.OAUTH),
            new ConnectBroker("acme", Environment.PAPER, AuthMethod.API_KEY))) {
      assertRefused(ErrorCode.UNSUPPORTED_BROKER, () -> world.commands.send(unsupported, ann));
    }
  }

  @Test
  void endsAConnectionWithItsOrdersAndFindsTheAccountAgain() {
    Caller ann = BrokerWorld.user();
    ConnectionView first = world.connect(ann);
    world.market(ann, Side.BUY, BTC, "0.1");
    world.pass(Duration.ofMinutes(5));
    OrderView open = world.limit(ann, Side.BUY, BTC, "1", "1");
    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> world.commands.send(new DisconnectBroker(first.id(), IfMatch.of("\"9\"")), ann));
    world.commands.send(new DisconnectBroker(first.id(), IfMatch.of("\"1\"")), ann);

    assertThat(world.order(ann, open).reason()).isEqualTo(OrderReason.DISCONNECTED);
    assertThat(world.queries.ask(new GetAccount(), ann).reservedCash()).isEqualByComparingTo("0");
    assertRefused(
        ErrorCode.CONFLICT,
        () -> world.commands.send(new DisconnectBroker(first.id(), IfMatch.ANY), ann));
    assertRefused(ErrorCode.BROKER_NOT_CONNECTED, () -> world.limit(ann, Side.BUY, BTC, "1", "1"));
    assertThat(connections(ann, false)).isEmpty();
    assertThat(connections(ann, true)).hasSize(1);

    ConnectionView second = world.connect(ann);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(position(ann, BTC)).isEqualByComparingTo("0.1");
    assertThat(world.eventTypes(ann, "broker-connections"))
        .containsExactly(
            "broker-connection.established",
            "broker-connection.disconnected",
            "broker-connection.established");
  }

  @Test
  void fillsAMarketOrderFromTheTradesThatFollowItWithTheirVolume() {
    Caller ann = world.trader();
    TapeCursor before = world.market.position(BTC);
    OrderView placed = world.market(ann, Side.BUY, BTC, "20");
    world.pass(Duration.ofMinutes(10));
    OrderView filled = world.order(ann, placed);

    List<ExecutionView> executions = executions(ann, placed.id());
    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(executions).hasSizeGreaterThan(1);
    List<TapeTrade> trades = world.market.tradesAfter(BTC, before, executions.size());
    BigDecimal left = new BigDecimal("20");
    BigDecimal paid = BigDecimal.ZERO;
    for (int i = 0; i < executions.size(); i++) {
      ExecutionView execution = executions.get(i);
      BigDecimal expected = trades.get(i).quantity().min(left);
      assertThat(execution.quantity()).isEqualByComparingTo(expected);
      assertThat(execution.price()).isEqualByComparingTo(trades.get(i).price());
      assertThat(execution.sourceTime()).isEqualTo(trades.get(i).sourceTime());
      left = left.subtract(expected);
      paid = paid.add(execution.amount());
    }
    assertThat(left).isEqualByComparingTo("0");
    assertThat(world.queries.ask(new GetAccount(), ann).cash())
        .isEqualByComparingTo(new BigDecimal("100000").subtract(paid));
    List<String> types = world.eventTypes(ann, "orders");
    assertThat(types.getFirst()).isEqualTo("order.placed");
    assertThat(types.subList(1, types.size() - 1)).containsOnly("order.partially-filled");
    assertThat(types.getLast()).isEqualTo("order.filled");
    assertThat(world.eventTypes(ann, "positions").getFirst()).isEqualTo("position.opened");
  }

  @Test
  void fillsABarsOnlySymbolAtTheOpenOfTheNextBar() {
    Caller ann = world.trader();
    TapeCursor before = world.market.position(AAPL);
    OrderView placed = world.market(ann, Side.BUY, AAPL, "3");
    world.pass(Duration.ofDays(5).dividedBy(600));

    List<TapeBar> bars = world.market.barsAfter(AAPL, before, 1);
    assertThat(world.order(ann, placed).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(executions(ann, placed.id()))
        .singleElement()
        .satisfies(
            execution -> {
              assertThat(execution.source()).isEqualTo(FillSource.BAR);
              assertThat(execution.price()).isEqualByComparingTo(bars.getFirst().open());
              assertThat(execution.sourceTime()).isEqualTo(bars.getFirst().sourceTime());
            });
  }

  @Test
  void refusesOrdersThatBreakARule() {
    Caller ann = world.trader();
    Caller stranger = BrokerWorld.user();

    assertRefused(ErrorCode.BROKER_NOT_CONNECTED, () -> world.market(stranger, Side.BUY, BTC, "1"));
    assertRefused(ErrorCode.VALIDATION_ERROR, () -> world.market(ann, Side.BUY, "NOPE", "1"));
    assertRefused(ErrorCode.VALIDATION_ERROR, () -> world.market(ann, Side.BUY, AAPL, "0.5"));
    assertRefused(ErrorCode.VALIDATION_ERROR, () -> world.limit(ann, Side.BUY, BTC, "1", "10.001"));
    assertRefused(ErrorCode.RISK_LIMIT_EXCEEDED, () -> world.market(ann, Side.BUY, BTC, "10001"));
    assertRefused(ErrorCode.INSUFFICIENT_FUNDS, () -> world.market(ann, Side.BUY, BTC, "5000"));
    assertRefused(ErrorCode.INSUFFICIENT_POSITION, () -> world.market(ann, Side.SELL, BTC, "1"));
    assertThat(orders(ann, Set.of(), null).items()).isEmpty();
    assertThat(world.events(ann, "orders")).isEmpty();
  }

  @Test
  void namesEveryBrokenRuleAtOnce() {
    Caller ann = world.trader();
    PlaceOrder wrong =
        new PlaceOrder(
            "NOPE", Side.BUY, OrderType.LIMIT, TimeInForce.GTC, BigDecimal.ONE, null, null);

    assertThatThrownBy(() -> world.commands.send(wrong, ann))
        .isInstanceOfSatisfying(
            AppException.class,
            e ->
                assertThat(e.violations())
                    .extracting("pointer")
                    .containsExactly("/symbol", "/limitPrice"));
  }

  @Test
  void placesAnOrderOnceHoweverOftenTheRequestIsRepeated() {
    Caller ann =
        world.trader().withIdempotency(new IdempotencyKey("placeOrder", "key-0001", "hash"));
    OrderView first = world.limit(ann, Side.BUY, BTC, "1", "100");
    OrderView again = world.limit(ann, Side.BUY, BTC, "1", "100");

    assertThat(again).isEqualTo(first);
    assertThat(orders(ann, Set.of(), null).total()).hasValue(1);
  }

  @Test
  void takesAClientOrderIdOncePerAccount() {
    Caller ann = world.trader();
    Caller bob = world.trader();
    PlaceOrder order =
        new PlaceOrder(
            BTC,
            Side.BUY,
            OrderType.LIMIT,
            TimeInForce.GTC,
            BigDecimal.ONE,
            new BigDecimal("100"),
            "mine-1");
    world.commands.send(order, ann);

    assertRefused(ErrorCode.DUPLICATE_RESOURCE, () -> world.commands.send(order, ann));
    assertThat(world.commands.send(order, bob).clientOrderId()).isEqualTo("mine-1");
  }

  @Test
  void cancelsAnOrderOnce() {
    Caller ann = world.trader();
    OrderView open = world.limit(ann, Side.BUY, BTC, "2", "100");
    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () -> world.commands.send(new CancelOrder(open.id(), IfMatch.of("\"2\"")), ann));
    OrderView cancelled = world.commands.send(new CancelOrder(open.id(), IfMatch.of("\"1\"")), ann);

    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(cancelled.reason()).isEqualTo(OrderReason.REQUESTED);
    assertThat(world.queries.ask(new GetAccount(), ann).reservedCash()).isEqualByComparingTo("0");
    assertRefused(
        ErrorCode.ORDER_NOT_ACTIVE,
        () -> world.commands.send(new CancelOrder(open.id(), IfMatch.ANY), ann));
    assertThat(world.eventTypes(ann, "orders")).containsExactly("order.placed", "order.cancelled");
  }

  @Test
  void tellsSomebodyElsesResourceFromOneThatIsNotThere() {
    Caller ann = world.trader();
    Caller bob = BrokerWorld.user();
    ConnectionView bobs = world.connect(bob);
    OrderView order = world.limit(ann, Side.BUY, BTC, "1", "100");

    assertRefused(
        ErrorCode.PERMISSION_DENIED, () -> world.queries.ask(new GetOrder(order.id()), bob));
    assertRefused(
        ErrorCode.PERMISSION_DENIED,
        () -> world.commands.send(new CancelOrder(order.id(), IfMatch.ANY), bob));
    assertRefused(
        ErrorCode.PERMISSION_DENIED,
        () -> world.commands.send(new DisconnectBroker(bobs.id(), IfMatch.ANY), ann));
    assertRefused(
        ErrorCode.PERMISSION_DENIED, () -> world.queries.ask(new GetConnection(bobs.id()), ann));
    UUID nothing = UUID.randomUUID();
    assertRefused(ErrorCode.NOT_FOUND, () -> world.queries.ask(new GetOrder(nothing), bob));
    assertRefused(
        ErrorCode.NOT_FOUND, () -> world.commands.send(new CancelOrder(nothing, IfMatch.ANY), bob));
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> world.commands.send(new DisconnectBroker(nothing, IfMatch.ANY), bob));
    assertThat(orders(bob, Set.of(), null).items()).isEmpty();
  }

  @Test
  void listsOrdersPageByPageWithFilters() {
    Caller ann = world.trader();
    List<UUID> placed = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      placed.add(world.limit(ann, Side.BUY, BTC, "1", "10").id());
      world.clock.pass(Duration.ofMillis(1));
    }
    OrderView shares = world.limit(ann, Side.BUY, AAPL, "1", "10");
    world.commands.send(new CancelOrder(placed.getFirst(), IfMatch.ANY), ann);

    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<OrderView> page =
          world.queries.ask(
              new ListOrders(
                  Set.of(), BTC, null, null, null, false, new PageRequest(3, cursor, false)),
              ann);
      page.items().forEach(order -> seen.add(order.id()));
      cursor = page.nextCursor().orElse(null);
    } while (cursor != null);
    assertThat(seen).containsExactlyElementsOf(placed);
    assertThat(orders(ann, Set.of(OrderStatus.CANCELLED), null).items())
        .extracting(OrderView::id)
        .containsExactly(placed.getFirst());
    assertThat(orders(ann, Set.of(), AAPL).items())
        .extracting(OrderView::id)
        .containsExactly(shares.id());
    assertThat(orders(ann, Set.of(), null).items().getFirst().id()).isEqualTo(shares.id());
    assertRefused(
        ErrorCode.INVALID_CURSOR,
        () ->
            world.queries.ask(
                new ListOrders(
                    Set.of(), null, null, null, null, true, new PageRequest(3, "forged", false)),
                ann));
  }

  @Test
  void answersTheStreamPositionOfTheSameMoment() {
    Caller ann = world.trader();
    OrderView order = world.limit(ann, Side.BUY, BTC, "1", "100");
    world.positions.take();
    world.order(ann, order);

    LogKey key = LogKey.user("orders", BrokerWorld.id(ann));
    assertThat(world.positions.take().get(key).seq()).isEqualTo(1);
  }

  @Test
  void answersAFlatPositionForASymbolNeverHeld() {
    Caller ann = world.trader();

    assertThat(position(ann, BTC)).isEqualByComparingTo("0");
    assertRefused(ErrorCode.NOT_FOUND, () -> position(ann, "NOPE"));
    assertThat(world.queries.ask(new ListPositions(true, FIRST), ann).items()).isEmpty();
  }

  @Test
  void realisesProfitsAndClosesPositions() {
    Caller ann = world.trader();
    world.market(ann, Side.BUY, BTC, "0.5");
    world.pass(Duration.ofMinutes(5));
    world.market(ann, Side.SELL, BTC, "0.5");
    world.pass(Duration.ofMinutes(60));

    var account = world.queries.ask(new GetAccount(), ann);
    BigDecimal earned = account.cash().subtract(new BigDecimal("100000"));
    assertThat(account.realisedPnl()).isEqualByComparingTo(earned);
    assertThat(account.equity()).isEqualByComparingTo(account.cash());
    assertThat(world.eventTypes(ann, "positions")).endsWith("position.closed");
    assertThat(world.queries.ask(new ListPositions(false, FIRST), ann).items()).isEmpty();
    assertThat(world.queries.ask(new ListPositions(true, FIRST), ann).items()).hasSize(1);
  }

  @Test
  void endsDayOrdersAtMidnightEvenIfNothingIsTraded() {
    try (BrokerWorld night = new BrokerWorld()) {
      Caller ann = night.trader();
      OrderView day = night.place(ann, Side.BUY, AAPL, "1", "1", TimeInForce.DAY);
      night.clock.pass(Duration.between(START, day.expiresAt()).minusSeconds(1));
      night.newRound().run();
      assertThat(night.order(ann, day).status()).isEqualTo(OrderStatus.OPEN);
      night.pass(Duration.ofSeconds(2));
      assertThat(night.order(ann, day).reason()).isEqualTo(OrderReason.EXPIRED);
    }
  }

  @Test
  void fillsWithoutWaitingForAccountsWhoseOrdersRest() throws Exception {
    try (BrokerWorld other = new BrokerWorld();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Caller resting = other.trader();
      other.limit(resting, Side.BUY, BTC, "1", "1");
      Caller ann = other.trader();
      OrderView bought = other.market(ann, Side.BUY, BTC, "0.1");
      other.clock.pass(Duration.ofMinutes(1));
      boolean waited =
          other.transactions.write(
              handle -> {
                assertThat(new AccountStore().lockOfUser(handle, BrokerWorld.id(resting)))
                    .isPresent();
                return !isDoneSoon(threads.submit(other.newRound()::run));
              });
      assertThat(waited).as("waited for an account it has nothing to do with").isFalse();
      assertThat(other.order(ann, bought).status()).isEqualTo(OrderStatus.FILLED);
    }
  }

  private static boolean isDoneSoon(Future<?> work) {
    try {
      work.get(30, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void letsNoMatcherWorkThatWasOvertaken() {
    try (BrokerWorld other = new BrokerWorld()) {
      Caller ann = other.trader();
      OrderView first = other.market(ann, Side.BUY, BTC, "0.1");
      other.clock.pass(Duration.ofMinutes(1));
      other.newRound(lease(7)).run();
      OrderView second = other.market(ann, Side.BUY, BTC, "0.1");
      other.clock.pass(Duration.ofMinutes(1));

      assertThatThrownBy(() -> other.newRound(lease(6)).run())
          .isInstanceOf(IllegalStateException.class);
      assertThat(other.order(ann, first).status()).isEqualTo(OrderStatus.FILLED);
      assertThat(other.order(ann, second).status()).isEqualTo(OrderStatus.OPEN);
    }
  }

  @Test
  void losesAndDoublesNothingWhenItDiesInTheMiddleOfMatching() {
    try (BrokerWorld other = new BrokerWorld()) {
      List<Caller> users = List.of(other.trader(), other.trader(), other.trader());
      List<OrderView> orders =
          users.stream().map(user -> other.market(user, Side.BUY, BTC, "30")).toList();
      other.clock.pass(Duration.ofMinutes(3));
      for (int deadline = 1; deadline < 20; deadline += 3) {
        int[] left = {deadline};
        other.sabotage =
            () -> {
              if (left[0]-- == 0) {
                throw new IllegalStateException("killed");
              }
            };
        assertThatThrownBy(() -> other.newRound().run()).hasMessage("killed");
        assertThat(other.rows("SELECT id FROM broker.execution", UUID.class)).isEmpty();
        assertThat(other.events(users.getFirst(), "executions")).isEmpty();
      }
      other.sabotage = () -> {};
      other.newRound().run();

      BigDecimal sum =
          other.rows("SELECT sum(quantity) FROM broker.execution", BigDecimal.class).getFirst();
      BigDecimal filled = BigDecimal.ZERO;
      for (int i = 0; i < users.size(); i++) {
        filled = filled.add(other.order(users.get(i), orders.get(i)).filledQuantity());
      }
      assertThat(sum).isEqualByComparingTo(filled).isPositive();
      other.newRound().run();
      assertThat(other.rows("SELECT sum(quantity) FROM broker.execution", BigDecimal.class))
          .first()
          .satisfies(after -> assertThat(after).isEqualByComparingTo(sum));
    }
  }

  private Page<OrderView> orders(
      Caller caller, Set<OrderStatus> statuses, @Nullable String symbol) {
    return world.queries.ask(
        new ListOrders(statuses, symbol, null, null, null, true, FIRST), caller);
  }

  private List<ExecutionView> executions(Caller caller, UUID orderId) {
    return world
        .queries
        .ask(new ListExecutions(null, orderId, null, null, false, FIRST), caller)
        .items();
  }

  private List<ConnectionView> connections(Caller caller, boolean all) {
    return world.queries.ask(new ListConnections(all, FIRST), caller).items();
  }

  private BigDecimal position(Caller caller, String symbol) {
    return world.queries.ask(new GetPosition(symbol), caller).quantity();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
