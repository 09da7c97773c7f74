package dev.parley.platform.ws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.platform.bus.Bindings;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.db.Types;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.json.Json;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.outbox.Relay;
import dev.parley.platform.rate.OwnBuckets;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.rate.RateSettings;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.TestClock;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.Entry;
import dev.parley.platform.sample.api.EntryAdded;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopics;
import dev.parley.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** One server with sockets on a real port, over the contracts of broker and datafeed. */
final class SocketNode implements AutoCloseable {
  static final String SCOPES = "orders:read+executions:read+market:read";

  final TestClock clock = new TestClock();
  final ObjectMapper json = Json.mapper();
  final Transactions transactions;
  final DatabaseEventLog log;
  final Hub hub;
  final LiveTopics live;
  final Relay relay;
  final WebSockets sockets;
  final Revocations revocations = new Revocations();
  final Changes changes = new Changes();
  private final HikariDataSource pool;
  private final CommandBus commands;
  private final TimeOrderedIds ids = new TimeOrderedIds(clock);
  private final HttpServer server = new HttpServer();
  private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

  SocketNode(TestDatabase database, String... settings) {
    this(database, true, settings);
  }

  /**
   * @param relayed whether signals and polls bring events; else only this node's own commits do
   */
  SocketNode(TestDatabase database, boolean relayed, String... settings) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(10);
    pool = new HikariDataSource(config);
    transactions = new Transactions(Types.jdbi(pool));
    log = new DatabaseEventLog(transactions);
    WsSettings ws = WsSettings.from(Settings.of(pairs(settings)));
    hub = new Hub(log);
    live = new LiveTopics(json, clock, ids, ws.ringEvents());
    relay =
        new Relay(
            transactions,
            log,
            hub,
            () -> {
              if (!relayed) {
                throw new SQLException("no listening here");
              }
              return database.dataSource().getConnection();
            },
            relayed ? Duration.ofSeconds(1) : Duration.ofHours(1));
    commands = bus();
    Contract contract = Contract.load(List.of("broker", "datafeed"));
    sockets =
        new WebSockets(
            ws,
            clock,
            ids,
            json,
            contract,
            transactions,
            log,
            hub,
            live,
            SocketNode::verify,
            revocations,
            changes,
            new RateLimits(
                RateSettings.from(Settings.of(pairs(settings)), contract.rates().values()),
                new OwnBuckets()),
            handlers());
    server.addListener(listener);
    // Shorter than any socket of a test lives: HTTP's patience must not end them.
    listener.getKeepAlive().setIdleTimeoutInSeconds(1);
    server.getServerConfiguration().addHttpHandler(notFound(), "/");
    sockets.install(listener);
    start();
  }

  private void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.start();
    relay.start();
  }

  private static Map<String, String> pairs(String... settings) {
    Map<String, String> pairs = new ConcurrentHashMap<>();
    for (String one : settings) {
      String[] pair = one.split("=", 2);
      pairs.put(pair[0], pair[1]);
    }
    return pairs;
  }

  private CommandBus bus() {
    Bindings bindings = new Bindings();
    bindings.command(Act.class, (act, context) -> act.body().apply(context));
    bindings.seal(Set.of(Act.class));
    EventTypes types = new EventTypes(json);
    types.bind(
        EntryAdded.class,
        "entry.added",
        e -> Map.of("entityId", e.entityId(), "text", e.entry().text()));
    return new CommandBus(
        bindings,
        transactions,
        types,
        new IdempotencyStore(clock, Duration.ofHours(1)),
        relay::committed,
        clock,
        ids,
        new SimpleMeterRegistry());
  }

  private Map<String, TopicHandler> handlers() {
    return Map.of(
        "orders", new Entries(),
        "executions", new Entries(),
        "quotes:{symbol}", new Market(),
        "trades:{symbol}", new Market(),
        "candles:{symbol}:{interval}", new Market());
  }

  /** A token that names everything it stands for. */
  static String token(UUID user, UUID session, Instant expiresAt, String scopes) {
    return String.join("~", user.toString(), session.toString(), expiresAt.toString(), scopes);
  }

  String token(UUID user) {
    return token(user, new UUID(1, 1), clock.instant().plusSeconds(300), SCOPES);
  }

  private static Principal verify(Credential credential, Optional<String> deviceId) {
    String[] parts =
        switch (credential) {
          case Credential.AccessToken access -> access.token().split("~", -1);
          case Credential.FrameToken frame -> frame.token().split("~", -1);
          default -> new String[0];
        };
    if (parts.length != 4) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The access token is not valid");
    }
    return new Principal(
        UUID.fromString(parts[0]),
        "ann",
        "user",
        Set.copyOf(Arrays.asList(parts[3].split("\\+"))),
        UUID.fromString(parts[1]),
        null,
        Instant.parse(parts[2]));
  }

  /** Commits one event on each of these logs, with a row that the snapshot shows. */
  void add(String text, LogKey... keys) {
    Act act =
        new Act(
            context -> {
              for (LogKey key : keys) {
                Entry entry =
                    new Entry(
                        ids.next(), text, new BigDecimal("1"), context.now(), Optional.empty());
                context
                    .handle()
                    .createUpdate(
                        "INSERT INTO ledger.entry (id, text, log) VALUES (:id, :text, :log)")
                    .bind("id", entry.id())
                    .bind("text", text)
                    .bind("log", key.toString())
                    .execute();
                context.emit(new EntryAdded(key, entry));
              }
              return new Entry(
                  ids.next(), text, new BigDecimal("1"), context.now(), Optional.empty());
            });
    Object unused = commands.send(act, Node.user());
  }

  int port() {
    return listener.getPort();
  }

  URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + port() + path);
  }

  /** A socket whose handshake carries a token of this user, and its welcome read. */
  TestSocket connect(UUID user) {
    TestSocket socket = TestSocket.open(uri("/api/v1/ws"), token(user));
    socket.await("welcome");
    return socket;
  }

  @Override
  public void close() {
    sockets.stop(Duration.ofMillis(500));
    server.shutdownNow();
    relay.close();
    hub.close();
    pool.close();
  }

  private static HttpHandler notFound() {
    return new HttpHandler() {
      @Override
      public void service(Request request, Response response) {
        response.setStatus(404);
      }
    };
  }

  /** The caller's entries; the snapshot is their texts. */
  private static final class Entries implements TopicHandler {
    @Override
    public LogKey authorize(TopicRequest request) {
      return LogKey.user(request.topic(), request.principal().userId());
    }

    @Override
    public Object snapshot(QueryContext context, TopicRequest request) {
      return Map.of(
          "items",
          context
              .handle()
              .createQuery("SELECT text FROM ledger.entry WHERE log = :log")
              .bind("log", authorize(request).toString())
              .mapTo(String.class)
              .list());
    }
  }

  private static final class Market implements TopicHandler {
    @Override
    public LogKey authorize(TopicRequest request) {
      if (request.params().get("symbol").equals("NONE")) {
        throw new AppException(ErrorCode.NOT_FOUND, "There is no symbol NONE");
      }
      return LogKey.everyone(request.topic());
    }

    @Override
    public Object snapshot(QueryContext context, TopicRequest request) {
      return Map.of("items", List.of());
    }
  }

  /** Accounts changed by a test. */
  static final class Changes implements AccountChanges {
    private final Map<UUID, Standing> changed = new ConcurrentHashMap<>();
    private final List<Consumer<Standing>> listeners = new CopyOnWriteArrayList<>();

    /** Each look finds it from now on, and each socket that is open hears of it. */
    void change(UUID user, boolean active, String... scopes) {
      Standing account = new Standing(user, active, "viewer", Set.of(scopes));
      changed.put(user, account);
      listeners.forEach(listener -> listener.accept(account));
    }

    @Override
    public Optional<Standing> standing(UUID userId) {
      return Optional.ofNullable(changed.get(userId));
    }

    @Override
    public SessionRevocations.Subscription onChange(Consumer<Standing> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }

  /** Sessions ended by a test. */
  static final class Revocations implements SessionRevocations {
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

    /** Runs before each look. */
    volatile Runnable looked = () -> {};

    void revoke(UUID session) {
      ended.add(session);
      listeners.forEach(listener -> listener.accept(session));
    }

    @Override
    public boolean isRevoked(UUID session) {
      looked.run();
      return ended.contains(session);
    }

    @Override
    public Subscription onRevoked(Consumer<UUID> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
