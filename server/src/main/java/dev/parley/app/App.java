package dev.parley.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.auth.api.FirstAdmin;
import dev.parley.platform.audit.AuditReaper;
import dev.parley.platform.audit.AuditSettings;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.db.Database;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.http.HttpServerUnit;
import dev.parley.platform.http.HttpSettings;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.json.Json;
import dev.parley.platform.lease.LeaseSettings;
import dev.parley.platform.lease.Workers;
import dev.parley.platform.module.Module;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.outbox.EventSettings;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.outbox.Housekeeping;
import dev.parley.platform.outbox.LogReaper;
import dev.parley.platform.outbox.Relay;
import dev.parley.platform.portal.DocsSite;
import dev.parley.platform.rate.Buckets;
import dev.parley.platform.rate.OwnBuckets;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.rate.RateSettings;
import dev.parley.platform.rate.RedisValues;
import dev.parley.platform.rate.SharedBuckets;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.redis.Redis;
import dev.parley.platform.redis.RedisSettings;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import dev.parley.platform.time.Ids;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.WebSockets;
import dev.parley.platform.ws.WsSettings;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server process, from settings to an open port, and back. */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final Settings settings;
  private final HttpSettings httpSettings;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final HttpServerUnit http;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final Optional<Path> passwordFile;
  private Optional<FirstAdmin> firstAdmin = Optional.empty();

  /** Starts a server with the real clock. */
  public static App start(Settings settings) {
    return start(settings, Clock.systemUTC());
  }

  /** Starts a server; when this returns it takes requests. */
  public static App start(Settings settings, Clock clock) {
    return new App(settings, clock);
  }

  private App(Settings settings, Clock clock) {
    this.settings = settings;
    this.httpSettings = HttpSettings.from(settings);
    boolean started = false;
    try {
      this.http = compose(clock);
      this.passwordFile = firstAdmin.flatMap(FirstAdmin::passwordFile);
      started = true;
    } catch (AppException e) {
      throw new StartupException("what it needs failed while it started: " + e.detail(), e);
    } finally {
      if (!started) {
        close();
      }
    }
    LOG.atInfo().addKeyValue("settings", settings.effective()).log("started");
    if (!settings.unread().isEmpty()) {
      LOG.warn(
          "Settings that nothing reads, most likely misspelt: {}",
          String.join(", ", settings.unread()));
    }
  }

  private HttpServerUnit compose(Clock clock) {
    ModuleSet modules = ModuleSet.discover(settings);
    Contract contract = Contract.load(modules.served());
    EventSettings eventSettings = EventSettings.from(settings);
    ObjectMapper json = Json.mapper();
    Ids ids = new TimeOrderedIds(clock);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Optional<Redis> redis = RedisSettings.from(settings).map(s -> closing(Redis.open(s)));
    Database database = closing(Database.open(settings));
    var unused = database.givenUp().thenAccept(lost::complete);
    List<String> schemas = new ArrayList<>(List.of(Contract.PLATFORM));
    schemas.addAll(modules.names());
    database.migrate(schemas);

    Transactions transactions = new Transactions(database.jdbi());
    EventTypes eventTypes = new EventTypes(json);
    DatabaseEventLog log = new DatabaseEventLog(transactions);
    IdempotencyStore idempotency = new IdempotencyStore(clock, eventSettings.idempotency());
    WsSettings wsSettings = WsSettings.from(settings);
    Hub hub = closing(new Hub(log));
    LiveTopics live = new LiveTopics(json, clock, ids, wsSettings.ringEvents());
    Relay relay =
        closing(
            new Relay(
                transactions, log, hub, database.unpooled()::getConnection, eventSettings.poll()));
    Assembly assembly = new Assembly(eventTypes);
    CommandBus commands =
        new CommandBus(
            assembly.bindings,
            transactions,
            eventTypes,
            idempotency,
            relay::committed,
            clock,
            ids,
            meters);
    QueryBus queries =
        new QueryBus(
            assembly.bindings, transactions, log, HttpServerUnit::positions, clock, meters);
    Core core =
        new Core(
            settings,
            clock,
            ids,
            transactions,
            commands,
            queries,
            live,
            json,
            contract,
            meters,
            redis.<SharedValues>map(r -> new RedisValues(r, "shared")).orElse(SharedValues.NONE),
            database::healthy,
            assembly,
            "");
    for (Module module : modules.loaded()) {
      boolean served = modules.served().contains(module.name());
      module.wire(core.of(module.name()), assembly.of(served));
    }
    assembly.closeables.forEach(this::closing);
    assembly.seal(modules.loaded(), contract);
    firstAdmin = assembly.port(FirstAdmin.class);

    RateLimits rates =
        new RateLimits(
            RateSettings.from(settings, contract.rates().values()),
            redis.<Buckets>map(SharedBuckets::new).orElseGet(OwnBuckets::new));
    CredentialVerifier credentials = assembly.port(CredentialVerifier.class).orElse(App::refuse);
    AtomicReference<HttpServerUnit> unit = new AtomicReference<>();
    assembly.delegates.add(
        new ServerDelegate(database::healthy, () -> unit.get().isOpen(), modules.served()));
    HttpServerUnit server =
        new HttpServerUnit(
            httpSettings,
            contract,
            credentials,
            rates,
            assembly.delegates,
            Map.of(DocsSite.PATH, new DocsSite(contract, json)),
            json,
            clock);
    unit.set(server);
    WebSockets sockets =
        new WebSockets(
            wsSettings,
            clock,
            ids,
            json,
            contract,
            transactions,
            log,
            hub,
            live,
            credentials,
            assembly.port(SessionRevocations.class).orElse(SessionRevocations.NONE),
            assembly.port(AccountChanges.class).orElse(AccountChanges.NONE),
            rates,
            assembly.topics);
    sockets.install(server.listener());
    server.start();
    closing(server);
    closing(
            new Housekeeping(
                transactions,
                new LogReaper(transactions, clock, eventSettings.retention()),
                idempotency,
                new AuditReaper(transactions, clock, AuditSettings.from(settings).retention()),
                eventSettings.housekeeping()))
        .start();
    assembly.starts.forEach(Runnable::run);
    // Not before the keys are there that tokens are checked with.
    closing(sockets).start();
    relay.start();
    String node =
        "%s:%d/%d".formatted(httpSettings.host(), server.port(), ProcessHandle.current().pid());
    closing(new Workers(transactions, LeaseSettings.from(settings), node, assembly.workers))
        .start();
    server.open();
    return server;
  }

  /** Without a module that issues credentials there are none to accept. */
  private static Principal refuse(Credential credential, Optional<String> deviceId) {
    throw new AppException(ErrorCode.AUTH_FAILED, "This server issues no credentials");
  }

  /** Closed when the server stops, before what was opened earlier. */
  private <T extends AutoCloseable> T closing(T resource) {
    closing.push(resource);
    return resource;
  }

  /** Where clients find the server. */
  public String url() {
    return "http://" + httpSettings.host() + ":" + http.port();
  }

  public int port() {
    return http.port();
  }

  /** Where the data lives. */
  public Path dataDirectory() {
    return httpSettings.data().toAbsolutePath().normalize();
  }

  /** The file with the first admin's generated password, if it was there at the start. */
  public Optional<Path> adminPasswordFile() {
    return passwordFile;
  }

  /**
   * Completes with the reason, one line, when the server can do nothing more than be started anew;
   * until it is closed it answers 503.
   */
  public CompletionStage<String> lost() {
    return lost;
  }

  /** Stops taking requests, finishes those in progress, then closes everything in reverse. */
  @Override
  public void close() {
    if (http != null) {
      http.refuse();
    }
    while (!closing.isEmpty()) {
      AutoCloseable next = closing.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.warn("could not close {}", next.getClass().getSimpleName(), e);
      }
    }
  }
}
