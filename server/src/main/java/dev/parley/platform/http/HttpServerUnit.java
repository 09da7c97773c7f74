package dev.parley.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.OriginRule;
import dev.parley.platform.security.PageCookies;
import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainerProvider;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The one port: Grizzly with Jersey, the docs and whatever add-on takes WebSocket upgrades. */
public final class HttpServerUnit implements AutoCloseable {
  /** How long a request's head may take to arrive. */
  private static final Duration HEAD_PATIENCE = Duration.ofSeconds(10);

  /** How long its body may take after that. */
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(20);

  /** How long a client may take to read its answer. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);

  private final HttpServer server = new HttpServer();
  private final NetworkListener listener;
  private final FrontDoor door;
  private final HeadTimer heads = new HeadTimer(HEAD_PATIENCE);
  private final BodyGatherer bodies;

  public HttpServerUnit(
      HttpSettings settings,
      Contract contract,
      CredentialVerifier verifier,
      RateLimits rates,
      Collection<?> delegates,
      Map<String, HttpHandler> sites,
      ObjectMapper json,
      Clock clock) {
    Problems problems = new Problems(json, clock);
    RequestBudgets budgets = new RequestBudgets(rates);
    ResourceConfig config =
        new ResourceConfig()
            .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
            .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
            .property(CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true)
            .property(ServerProperties.WADL_FEATURE_DISABLE, true)
            .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true)
            .register(
                new ContractFilter(
                    contract.router(),
                    new OriginRule(settings.origins()),
                    new Authentication(new RefusedCredentials(verifier, budgets)),
                    budgets,
                    new Bodies(json)))
            .register(new AnswerFilter(json))
            .register(new JsonBody(json))
            .register(new ParameterConverters())
            .register(new ProblemMapper(problems));
    delegates.forEach(config::register);
    GrizzlyHttpContainer api =
        new GrizzlyHttpContainerProvider().createContainer(GrizzlyHttpContainer.class, config);
    this.door =
        new FrontDoor(settings, problems, sites, api, UnreadAnswers.ofThisHeap(ANSWER_PATIENCE));
    this.listener = new NetworkListener("parley", settings.host(), settings.port());
    this.bodies = new BodyGatherer(BodyRoom.ofThisHeap(), BODY_PATIENCE, problems);
    configure(problems);
    server.addListener(listener);
    server.getServerConfiguration().setJmxEnabled(false);
    server.getServerConfiguration().setAllowPayloadForUndefinedHttpMethods(true);
    // The front door answers it as any other method that a path has not.
    server.getServerConfiguration().setPassTraceRequest(true);
    server.getServerConfiguration().addHttpHandler(door, "/");
  }

  private void configure(Problems problems) {
    TCPNIOTransport transport = listener.getTransport();
    // Bounded by the front door: what waits there has a thread, and a virtual one costs little.
    transport.setWorkerThreadPool(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    // No writing waits for a client, since a place would wait with it; UnreadAnswers bounds them.
    listener.setMaxPendingBytes(AsyncQueueWriter.UNLIMITED_SIZE);
    listener.getKeepAlive().setMaxRequestsCount(-1);
    listener.getKeepAlive().setIdleTimeoutInSeconds(60);
    listener.setMaxHttpHeaderSize(32 * 1024);
    // Grizzly's own page shows the stack trace of what failed before or after the front door.
    listener.setDefaultErrorPageGenerator((request, status, reason, text, failure) -> "");
    listener.registerAddOn(new HttpCodec.Install(heads, problems));
    listener.registerAddOn(new BodyGatherer.Install(bodies));
  }

  /** The caller of the request that the present thread serves, for delegates. */
  public static Callers callers() {
    return () -> RequestScope.current().caller;
  }

  /** The cookies of the page that calls, if one does, for delegates. */
  public static PageCookies cookies() {
    return new AnsweredCookies();
  }

  /**
   * Notes the stream positions of a read for the answer of the request that the present thread
   * serves.
   */
  public static void positions(Map<LogKey, Position> positions) {
    RequestScope.find().ifPresent(scope -> positions.forEach(scope.positions::putIfAbsent));
  }

  /** Where an add-on for WebSocket is registered before {@link #start()}. */
  public NetworkListener listener() {
    return listener;
  }

  /** Begins to listen; requests other than health get 503 until {@link #open()}. */
  public void start() {
    try {
      server.start();
      heads.start();
      bodies.start();
    } catch (IOException e) {
      throw new StartupException(
          "cannot listen on %s:%d: %s (PORT chooses another)"
              .formatted(listener.getHost(), listener.getPort(), e.getMessage()),
          e);
    }
  }

  /** Takes requests. */
  public void open() {
    door.open(true);
  }

  /** Whether requests are taken. */
  public boolean isOpen() {
    return door.isOpen();
  }

  public int port() {
    return listener.getPort();
  }

  /** Takes no further requests; those in progress go on. */
  public void refuse() {
    door.open(false);
  }

  /** Finishes what is in progress, for at most this long, and stops listening. */
  public void stop(Duration patience) {
    refuse();
    heads.close();
    bodies.close();
    try {
      server
          .shutdown(patience.toMillis(), TimeUnit.MILLISECONDS)
          .get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    } catch (Exception e) {
      server.shutdownNow();
    }
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
  }
}
