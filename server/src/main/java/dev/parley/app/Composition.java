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
import dev.parley.platform.time.Ids;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.WebSockets;
import dev.parley.platform.ws.WsSettings;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One server, put together by plain constructors in the order in which its parts need each other;
 * what has to be closed is known to {@link Closing} from when it is opened. Used by the starting
 * thread alone.
 */
final class Composition {
  private final Settings settings;
  private final HttpSettings httpSettings;
  private final Clock clock;
  private final Closing closing;
  private final ModuleSet modules;
  private final Contract contract;
  private final EventSettings eventSettings;
  private final WsSettings wsSettings;
  private final ObjectMapper json = Json.mapper();
  private final Ids ids;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Optional<Redis> redis;
  private final Database database;
  private final Transactions transactions;
  private final DatabaseEventLog log;
  private final IdempotencyStore idempotency;
  private final Hub hub;
  private final LiveTopics live;
  private final Relay relay;
  private final Assembly assembly;

  /**
   * Opens what the modules stand on, and wires them.
   *
   * @param lost hears why the server can do nothing more
   */
  Composition(
      Settings settings,
      HttpSettings httpSettings,
      Clock clock,
      Closing closing,
      Consumer<String> lost) {
    this.settings = settings;
    this.httpSettings = httpSettings;
    this.clock = clock;
    this.closing = closing;
    this.modules = ModuleSet.discover(settings);
    this.contract = Contract.load(modules.served());
    this.eventSettings = EventSettings.from(settings);
    this.ids = new TimeOrderedIds(clock);
    this.redis = RedisSettings.from(settings).map(s -> closing.add(Redis.open(s)));
    this.database = closing.add(Database.open(settings));
    var unused = database.givenUp().thenAccept(lost);
    List<String> schemas = new ArrayList<>(List.of(Contract.PLATFORM));
    schemas.addAll(modules.names());
    database.migrate(schemas);
    this.transactions = new Transactions(database.jdbi());
    this.log = new DatabaseEventLog(transactions);
    this.idempotency = new IdempotencyStore(clock, eventSettings.idempotency());
    this.wsSettings = WsSettings.from(settings);
    this.hub = closing.add(new Hub(log));
    this.live = new LiveTopics(json, clock, ids, wsSettings.ringEvents());
    this.relay =
        closing.add(
            new Relay(
                transactions, log, hub, database.unpooled()::getConnection, eventSettings.poll()));
    EventTypes eventTypes = new EventTypes(json);
    this.assembly = new Assembly(eventTypes);
    Core core = core(eventTypes);
    for (Module module : modules.loaded()) {
      boolean served = modules.served().contains(module.name());
      module.wire(core.of(module.name()), assembly.of(served));
    }
    assembly.closeables.forEach(closing::add);
    assembly.seal(modules.loaded(), contract);
  }

  /** What the modules see of it. */
  private Core core(EventTypes eventTypes) {
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
    return new Core(
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
  }

  Optional<FirstAdmin> firstAdmin() {
    return assembly.port(FirstAdmin.class);
  }

  /** Opens the port, starts what runs by itself, and takes requests. */
  HttpServerUnit serve() {
    RateLimits rates =
        new RateLimits(
            RateSettings.from(settings, contract.rates().values()),
            redis.<Buckets>map(SharedBuckets::new).orElseGet(OwnBuckets::new));
    CredentialVerifier credentials =
        assembly.port(CredentialVerifier.class).orElse(Composition::refuse);
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
    closing.add(server);
    closing
        .add(
            new Housekeeping(
                transactions,
                new LogReaper(transactions, clock, eventSettings.retention()),
                idempotency,
                new AuditReaper(transactions, clock, AuditSettings.from(settings).retention()),
                eventSettings.housekeeping()))
        .start();
    assembly.starts.forEach(Runnable::run);
    // Not before the keys are there that tokens are checked with.
    closing.add(sockets).start();
    relay.start();
    String node =
        "%s:%d/%d".formatted(httpSettings.host(), server.port(), ProcessHandle.current().pid());
    closing
        .add(new Workers(transactions, LeaseSettings.from(settings), node, assembly.workers))
        .start();
    server.open();
    return server;
  }

  /** Without a module that issues credentials there are none to accept. */
  private static Principal refuse(Credential credential, Optional<String> deviceId) {
    throw new AppException(ErrorCode.AUTH_FAILED, "This server issues no credentials");
  }
}
