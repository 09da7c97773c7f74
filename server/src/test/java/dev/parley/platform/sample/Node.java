package dev.parley.platform.sample;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.platform.bus.Bindings;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.ThreadPositions;
import dev.parley.platform.db.Types;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.outbox.Relay;
import dev.parley.platform.outbox.SignalSource;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.Entry;
import dev.parley.platform.sample.api.EntryAdded;
import dev.parley.platform.sample.api.Look;
import dev.parley.platform.sample.api.Shout;
import dev.parley.platform.sample.api.Tick;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.IdempotencyKey;
import dev.parley.platform.security.Principal;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * One server's kernel with a small feature on it: rows in {@code ledger.entry} and their events.
 */
public final class Node implements AutoCloseable {
  public final TestClock clock = new TestClock();
  public final HikariDataSource pool;
  public final Transactions transactions;
  public final EventTypes eventTypes = new EventTypes(JsonMapper.builder().build());
  public final Bindings bindings = new Bindings();
  public final DatabaseEventLog log;
  public final RecordingHub hub;
  public final Relay relay;
  public final IdempotencyStore idempotency;
  public final ThreadPositions positions = new ThreadPositions();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final CommandBus commands;
  public final QueryBus queries;
  private final TimeOrderedIds ids = new TimeOrderedIds(clock);

  public Node(TestDatabase database) {
    this(database, database.dataSource()::getConnection, Duration.ofSeconds(1));
  }

  public Node(TestDatabase database, SignalSource signals, Duration poll) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(10);
    pool = new HikariDataSource(config);
    transactions = new Transactions(Types.jdbi(pool));
    log = new DatabaseEventLog(transactions);
    hub = new RecordingHub(log);
    relay = new Relay(transactions, log, hub, signals, poll);
    idempotency = new IdempotencyStore(clock, Duration.ofHours(24));
    commands =
        new CommandBus(
            bindings, transactions, eventTypes, idempotency, relay::committed, clock, ids, meters);
    queries = new QueryBus(bindings, transactions, log, positions, clock, meters);
    bindings.command(Act.class, (act, context) -> act.body().apply(context));
    bindings.command(Shout.class, (shout, context) -> "heard");
    bindings.command(Tick.class, (tick, context) -> "tock");
    bindings.query(Look.class, (look, context) -> look.body().apply(context));
    eventTypes.bind(
        EntryAdded.class,
        "entry.added",
        e -> Map.of("entityId", e.entityId(), "text", e.entry().text()));
    bindings.seal(Set.of(Act.class, Look.class, Shout.class, Tick.class));
  }

  /** A new database with the kernel's tables and the sample's. */
  public static TestDatabase database() {
    TestDatabase database = TestDatabase.fresh();
    Flyway.configure()
        .dataSource(database.dataSource())
        .schemas("platform")
        .locations("classpath:db/platform")
        .load()
        .migrate();
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("CREATE SCHEMA ledger");
              handle.execute(
                  "CREATE TABLE ledger.entry (id uuid PRIMARY KEY, text text, log text)");
            });
    return database;
  }

  /** Adds a row and its event to each of these logs. */
  public Entry add(CommandContext context, String text, List<LogKey> logs) {
    Entry entry = entry(text, context.now());
    for (LogKey key : logs) {
      Entry row = entry(text, context.now());
      context
          .handle()
          .createUpdate("INSERT INTO ledger.entry (id, text, log) VALUES (:id, :text, :log)")
          .bind("id", row.id())
          .bind("text", text)
          .bind("log", key.toString())
          .execute();
      context.emit(new EntryAdded(key, row));
    }
    return entry;
  }

  public Entry send(String text, LogKey... logs) {
    return commands.send(new Act(context -> add(context, text, List.of(logs))), user());
  }

  public Object look(Function<QueryContext, Object> body) {
    return queries.ask(new Look(body), user());
  }

  public long count(String table) {
    return transactions.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  private Entry entry(String text, Instant at) {
    return new Entry(ids.next(), text, new BigDecimal("12.50"), at, Optional.of("noted"));
  }

  public static Caller user() {
    return user(new UUID(7, 1));
  }

  public static Caller user(UUID id) {
    Principal principal =
        new Principal(id, "ann", "user", Set.of(), new UUID(7, 2), null, Instant.MAX);
    return new Caller(Optional.of(principal), "127.0.0.1", "0af7651916cd43dd", Optional.empty());
  }

  public static Caller anonymous(String address) {
    return new Caller(Optional.empty(), address, "0af7651916cd43dd", Optional.empty());
  }

  public static Caller keyed(Caller caller, String key, String body) {
    return caller.withIdempotency(new IdempotencyKey("addEntry", key, body));
  }

  @Override
  public void close() {
    relay.close();
    pool.close();
  }
}
