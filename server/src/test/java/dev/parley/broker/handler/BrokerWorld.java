package dev.parley.broker.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.broker.BrokerModule;
import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.ConnectBroker;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.Environment;
import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.PlaceOrder;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.replay.TestMarkets;
import dev.parley.platform.bus.Bindings;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.bus.ThreadPositions;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.db.Migrations;
import dev.parley.platform.db.Types;
import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.json.Json;
import dev.parley.platform.lease.Lease;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.ModuleInfo;
import dev.parley.platform.module.Wiring;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.PageCookies;
import dev.parley.platform.security.Principal;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.time.Ids;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The broker module as the server wires it, on a database of its own and the real recordings, with
 * a clock that only moves when told and a matcher that only works when told.
 */
final class BrokerWorld implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  static final String BTC = "BTC-USD";
  static final String ETH = "ETH-USD";
  static final String AAPL = "AAPL";

  final Now clock = new Now();
  final MarketData market = TestMarkets.laid(clock, START, 10, 600);
  final Transactions transactions;
  final CommandBus commands;
  final QueryBus queries;
  final DatabaseEventLog log;
  final ThreadPositions positions = new ThreadPositions();
  final Map<String, TopicHandler> topics = new HashMap<>();
  final ObjectMapper json = Json.mapper();

  /** Called with each event before it is stored; what it throws fails the transaction. */
  volatile Runnable sabotage = () -> {};

  private final HikariDataSource pool;
  private final Ids ids = new TimeOrderedIds(Clock.systemUTC());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EventTypes eventTypes = new EventTypes(json);
  private final Bindings bindings = new Bindings();
  private final AtomicReference<Matcher> matcher = new AtomicReference<>();

  BrokerWorld() {
    this(Map.of());
  }

  BrokerWorld(Map<String, String> settings) {
    TestDatabase database = TestDatabase.fresh();
    new Migrations(database.dataSource()).run(List.of("platform", "broker"));
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(12);
    config.setConnectionTimeout(60_000);
    pool = new HikariDataSource(config);
    transactions = new Transactions(Types.jdbi(pool));
    log = new DatabaseEventLog(transactions);
    commands =
        new CommandBus(
            bindings,
            transactions,
            eventTypes,
            new IdempotencyStore(clock, Duration.ofHours(24)),
            events -> {},
            clock,
            ids,
            meters);
    queries = new QueryBus(bindings, transactions, log, positions, clock, meters);
    new BrokerModule().wire(new TestKernel(Settings.of(settings)), new TestWiring());
    bindings.seal(Set.of());
  }

  /** A user who has connected the paper broker. */
  Caller trader() {
    Caller caller = user();
    connect(caller);
    return caller;
  }

  static Caller user() {
    Principal principal =
        new Principal(
            UUID.randomUUID(), "ann", "user", Set.of(), new UUID(7, 2), null, Instant.MAX);
    return new Caller(
        Optional.of(principal), "127.0.0.1", "4bf92f3577b34da6a3ce929d0e0e4736", Optional.empty());
  }

  static UUID id(Caller caller) {
    return caller.require().userId();
  }

  ConnectionView connect(Caller caller) {
    return commands.send(new ConnectBroker("paper", Environment.PAPER, AuthMethod.API_KEY), caller);
  }

  OrderView market(Caller caller, Side side, String symbol, String quantity) {
    return place(caller, side, symbol, quantity, null, TimeInForce.GTC);
  }

  OrderView limit(Caller caller, Side side, String symbol, String quantity, String price) {
    return place(caller, side, symbol, quantity, price, TimeInForce.GTC);
  }

  OrderView place(
      Caller caller,
      Side side,
      String symbol,
      String quantity,
      @Nullable String price,
      TimeInForce timeInForce) {
    return commands.send(order(side, symbol, quantity, price, timeInForce), caller);
  }

  static PlaceOrder order(
      Side side, String symbol, String quantity, @Nullable String price, TimeInForce tif) {
    return new PlaceOrder(
        symbol,
        side,
        price == null ? OrderType.MARKET : OrderType.LIMIT,
        tif,
        new BigDecimal(quantity),
        price == null ? null : new BigDecimal(price),
        null);
  }

  OrderView order(Caller caller, OrderView order) {
    return queries.ask(new GetOrder(order.id()), caller);
  }

  BigDecimal lastPrice(String symbol) {
    return market.last(symbol).orElseThrow().price();
  }

  /** Moves the clock and fills what there is to fill. */
  void pass(Duration time) {
    clock.pass(time);
    newRound().run();
  }

  /** A matcher that has just taken over. */
  Matcher.Round newRound() {
    return newRound(lease(1));
  }

  Matcher.Round newRound(Lease lease) {
    return matcher.get().round(lease);
  }

  static Lease lease(long fence) {
    return new Lease() {
      @Override
      public long fence() {
        return fence;
      }

      @Override
      public boolean held() {
        return true;
      }

      @Override
      public void check(Handle handle) {}
    };
  }

  /** All events of one of a user's topics. */
  List<StoredEvent> events(Caller caller, String topic) {
    return log.after(LogKey.user(topic, id(caller)), 0, 1_000_000);
  }

  List<String> eventTypes(Caller caller, String topic) {
    return events(caller, topic).stream().map(StoredEvent::type).toList();
  }

  JsonNode data(StoredEvent event) {
    try {
      return json.readTree(event.dataJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a client would read of a model. */
  JsonNode json(Object model) {
    try {
      return json.readTree(json.writeValueAsString(model));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  <T> List<T> rows(String sql, Class<T> type) {
    return transactions.read(handle -> handle.createQuery(sql).mapTo(type).list());
  }

  @Override
  public void close() {
    pool.close();
  }

  /** A clock that stands still until it is moved; never before {@link #START}. */
  static final class Now extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    void pass(Duration time) {
      now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("UTC only");
    }
  }

  private final class TestKernel implements Kernel {
    private final Settings settings;

    TestKernel(Settings settings) {
      this.settings = settings;
    }

    @Override
    public Settings settings() {
      return settings;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public Ids ids() {
      return ids;
    }

    @Override
    public Transactions transactions() {
      return transactions;
    }

    @Override
    public CommandBus commands() {
      return commands;
    }

    @Override
    public QueryBus queries() {
      return queries;
    }

    @Override
    public LiveFeed live() {
      throw new UnsupportedOperationException("the broker has no live data");
    }

    @Override
    public ObjectMapper json() {
      return json;
    }

    @Override
    public Callers callers() {
      return () -> {
        throw new UnsupportedOperationException("no request here");
      };
    }

    @Override
    public PageCookies cookies() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Contract contract() {
      throw new UnsupportedOperationException("the broker does not read the contract itself");
    }

    @Override
    public MeterRegistry meters() {
      return meters;
    }

    @Override
    public SharedValues shared() {
      return SharedValues.NONE;
    }

    @Override
    public ModuleInfo info() {
      return new ModuleInfo("broker", "0.1.0", () -> true);
    }

    @Override
    public <T> T port(Class<T> type) {
      return type.cast(market);
    }
  }

  private final class TestWiring implements Wiring {
    @Override
    public <C extends Command<R>, R> Wiring command(Class<C> type, CommandHandler<C, R> handler) {
      bindings.command(type, handler);
      return this;
    }

    @Override
    public <Q extends Query<R>, R> Wiring query(Class<Q> type, QueryHandler<Q, R> handler) {
      bindings.query(type, handler);
      return this;
    }

    @Override
    public Wiring delegate(Object resource) {
      return this;
    }

    @Override
    public <E extends DomainEvent> Wiring event(
        Class<E> type, String wireType, Function<? super E, ?> data) {
      eventTypes.bind(
          type,
          wireType,
          event -> {
            sabotage.run();
            return data.apply(event);
          });
      return this;
    }

    @Override
    public Wiring topic(String topic, TopicHandler handler) {
      topics.put(topic, handler);
      return this;
    }

    @Override
    public Wiring worker(Worker worker) {
      matcher.set((Matcher) worker);
      return this;
    }

    @Override
    public <T> Wiring provide(Class<T> type, T port) {
      throw new UnsupportedOperationException("the broker provides no port");
    }

    @Override
    public Wiring onStart(Runnable action) {
      throw new UnsupportedOperationException("the broker does nothing at start");
    }

    @Override
    public Wiring closeable(AutoCloseable resource) {
      throw new UnsupportedOperationException("the broker closes nothing");
    }
  }
}
