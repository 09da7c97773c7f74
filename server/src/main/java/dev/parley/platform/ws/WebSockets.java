package dev.parley.platform.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frames.FramesEndpoint;
import dev.parley.contract.frames.GoingAwayFrame;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.OriginRule;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopics;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.protocol.EventsCodec;
import dev.parley.platform.ws.protocol.FamilyCodec;
import dev.parley.platform.ws.protocol.FrameCheck;
import dev.parley.platform.ws.protocol.ParleyCodec;
import dev.parley.platform.ws.socket.OnePort;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * All sockets of a node on the listener that also carries HTTP: {@code /api/v1/ws}, one path a
 * module, and the two dialects. {@link #install} before the listener starts, {@link #start} after.
 */
public final class WebSockets implements AutoCloseable {
  private static final String EVENTS_PATH = "/ws/events";
  private static final String FAMILY_PATH = "/ws";
  private static final int RESUME_SOONEST_MS = 500;
  private static final int RESUME_LATEST_MS = 5000;

  private final WsSettings settings;
  private final Clock clock;
  private final ObjectMapper json;
  private final Contract contract;
  private final TopicCatalog catalog;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ws-", 0).factory());
  private final Connections connections;
  private final Housekeeper housekeeper;
  private final ConnectionContext context;
  private final OnePort port;
  private final List<SessionRevocations.Subscription> endings = new CopyOnWriteArrayList<>();

  /**
   * @param handlers of the topics, by {@code x-topic}; a topic without one is not served
   */
  public WebSockets(
      WsSettings settings,
      Clock clock,
      Ids ids,
      ObjectMapper json,
      Contract contract,
      Transactions transactions,
      EventLog log,
      Hub hub,
      LiveTopics live,
      CredentialVerifier credentials,
      SessionRevocations revocations,
      AccountChanges accounts,
      RateLimits rates,
      Map<String, TopicHandler> handlers) {
    this.settings = settings;
    this.clock = clock;
    this.json = json;
    this.contract = contract;
    this.catalog = TopicCatalog.of(contract.asyncApis());
    this.connections = new Connections(settings.maxConnections(), settings.maxConnectionsPerUser());
    this.housekeeper = new Housekeeper(clock, settings.abortAfter(), connections, log);
    Joiner joiner =
        new Joiner(
            settings.maxTopics(),
            clock,
            catalog,
            handlers,
            new PastReader(transactions, log, json, clock),
            hub,
            live);
    this.context =
        new ConnectionContext(
            settings,
            clock,
            ids,
            executor,
            credentials,
            revocations,
            accounts,
            new FrameRates(rates, contract),
            connections,
            joiner,
            housekeeper);
    this.port = new OnePort(settings.maxFrameBytes(), settings.proxies());
  }

  /** Before the listener starts: takes upgrades out of its HTTP chain. */
  public void install(NetworkListener listener) {
    port.install(
        listener,
        new UpgradeRules(
            new HandshakeRules(FramesEndpoint.SUBPROTOCOLS),
            new OriginRule(settings.origins()),
            json,
            clock));
  }

  /** Once the listener has started: from here on sockets are accepted. */
  public void start() {
    endings.add(context.revocations().onRevoked(connections::revoked));
    endings.add(context.accounts().onChange(connections::changed));
    try {
      Codec codec = new ParleyCodec(json, new FrameCheck(contract.frames()));
      serve(FramesEndpoint.PATH, codec, Optional.empty());
      for (Map.Entry<String, JsonNode> module : contract.asyncApis().entrySet()) {
        for (JsonNode channel : module.getValue().path("channels")) {
          serve(channel.path("address").asText(), codec, Optional.of(module.getKey()));
        }
      }
      serve(EVENTS_PATH, new EventsCodec(json, catalog.dialect("events")), Optional.empty());
      serve(FAMILY_PATH, new FamilyCodec(json, catalog.dialect("family")), Optional.empty());
      port.start("/", 0);
      port.doneDeployment();
    } catch (DeploymentException | IOException e) {
      throw new IllegalStateException("The sockets could not be opened: " + e.getMessage(), e);
    }
    housekeeper.start();
  }

  private void serve(String path, Codec codec, Optional<String> module) throws DeploymentException {
    port.addEndpoint(SocketDelegate.endpoint(path, context, codec, module, json));
  }

  /** Sockets that are open now. */
  public int open() {
    return connections.all().size();
  }

  /** Tells all sockets to come back later, closes them, and waits for that. */
  public void stop(Duration patience) {
    connections.shut();
    Instant now = clock.instant();
    for (Connection connection : List.copyOf(connections.all())) {
      // Spread, so that the next node is not met by all of them at once.
      int later = ThreadLocalRandom.current().nextInt(RESUME_SOONEST_MS, RESUME_LATEST_MS);
      connection.send(new GoingAwayFrame(now, later));
      connection.close(CloseCodes.GOING_AWAY, "The server stops");
    }
    endings.forEach(SessionRevocations.Subscription::close);
    executor.shutdown();
    try {
      boolean done = executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
      housekeeper.settle(done ? patience : Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    housekeeper.stop();
    executor.shutdownNow();
    port.stop();
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(2));
  }
}
