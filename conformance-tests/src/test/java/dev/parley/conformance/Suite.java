package dev.parley.conformance;

import dev.parley.conformance.http.Api;
import dev.parley.conformance.peers.Peers;
import dev.parley.conformance.probe.Budgets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One run over one server. Thread-safe. */
public final class Suite implements AutoCloseable {
  private final @Nullable ServerProcess server;
  private final Peers peers;
  private final Coverage coverage = new Coverage();
  private final Api api;
  private final SignIn signIn;
  private final boolean reports;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Watch watch;
  private @Nullable Surge surge;
  private @Nullable Stage stage;
  private @Nullable CompletableFuture<SmallServer> small;
  private @Nullable ServerProcess terse;
  private final AtomicInteger worlds = new AtomicInteger();
  private final String run = Long.toString(System.nanoTime() & 0xffffffffffL, 36);

  /** The run of the build: over a server started for it, or over a deployment. */
  Suite() {
    String deployment = System.getProperty("parley.baseUrl", "").strip();
    peers = deployment.isEmpty() ? Peers.started() : Peers.none();
    server = deployment.isEmpty() ? ServerProcess.start(settings(peers)) : null;
    URI url = server == null ? URI.create(deployment.replaceFirst("/+$", "")) : server.url();
    api = new Api(url, coverage);
    String known = System.getProperty("parley.adminPassword", "");
    signIn = new SignIn(api, known.isEmpty() ? ServerProcess.ADMIN_PASSWORD : known);
    reports = true;
  }

  /** Settings that let a run see in minutes what else takes days. */
  private static Map<String, String> settings(Peers peers) {
    Map<String, String> settings = new HashMap<>(peers.settings());
    // The cases sign in hundreds of people; how well passwords are hashed is tested elsewhere.
    settings.put("AUTH_ARGON2_MEMORY", "1024");
    settings.put("AUTH_ARGON2_ITERATIONS", "1");
    settings.put("DATAFEED_SPEED", "60");
    settings.put("DATAFEED_BAR_SPEED", Integer.toString(Surge.speed(Instant.now())));
    settings.put("WS_HEARTBEAT", "3s");
    settings.put("WS_EXPIRY_NOTICE", "290s");
    return settings;
  }

  private Suite(
      @Nullable ServerProcess server,
      URI url,
      @Nullable SignIn signIn,
      String adminPassword,
      Peers peers) {
    this.peers = peers;
    this.server = server;
    api = new Api(url, coverage);
    this.signIn = signIn == null ? new SignIn(api, adminPassword) : signIn;
    reports = false;
  }

  /** A run over any server that is there, with a coverage of its own, which nobody prints. */
  public static Suite over(URI url, String adminPassword) {
    return over(url, adminPassword, Peers.none());
  }

  /** The same over a server that was told of these peers. */
  public static Suite over(URI url, String adminPassword, Peers peers) {
    return new Suite(null, url, null, adminPassword, peers);
  }

  /**
   * A run over a server of its own, with a coverage of its own, which nobody prints.
   *
   * @param more settings besides those of every run
   */
  public static Suite own(Map<String, String> more) {
    Peers peers = Peers.started();
    Map<String, String> settings = settings(peers);
    settings.putAll(more);
    ServerProcess server = ServerProcess.start(settings);
    return new Suite(server, server.url(), null, ServerProcess.ADMIN_PASSWORD, peers);
  }

  /** The settings of another server beside this run's own: the same database, keys and peers. */
  public Map<String, String> shared() {
    Map<String, String> settings = settings(peers);
    settings.putAll(Objects.requireNonNull(server, "has no server of its own").shared());
    return settings;
  }

  /**
   * A run over another address of the same server, such as a proxy, with a coverage of its own. Its
   * callers are made through this suite's address.
   */
  public Suite through(URI url) {
    return new Suite(null, url, signIn, "", peers);
  }

  /** Whom the server talks to beside its clients. */
  Peers peers() {
    return peers;
  }

  public Api api() {
    return api;
  }

  public Coverage coverage() {
    return coverage;
  }

  public SignIn signIn() {
    return signIn;
  }

  /** Watches the market from the first call on. */
  Watch watch() {
    lock.lock();
    try {
      Watch present = watch;
      if (present == null) {
        present = new Watch(this);
        watch = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the market to rise from the first call on. */
  Surge surge() {
    lock.lock();
    try {
      Surge present = surge;
      if (present == null) {
        present = new Surge(this);
        surge = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  /** Requests that would succeed, to be broken. */
  public Stage stage() {
    lock.lock();
    try {
      Stage present = stage;
      if (present == null) {
        present = new Stage(this);
        stage = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to start the small server, for those who need it later. */
  void expectSmall() {
    lock.lock();
    try {
      if (small == null) {
        small =
            CompletableFuture.supplyAsync(
                () -> new SmallServer(coverage, peers), Thread::startVirtualThread);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A second server on which little is allowed; only where this run may start servers. */
  public SmallServer small() {
    expectSmall();
    return Objects.requireNonNull(small).join();
  }

  /**
   * A server beside this run's own, over the same database, whose {@link Budgets} are small; that
   * of the run where it may start none. The small server is not so: others use its sockets.
   */
  public URI terse() {
    lock.lock();
    try {
      ServerProcess present = terse;
      if (server == null) {
        return api.base();
      }
      if (present == null) {
        Map<String, String> settings = shared();
        settings.putAll(Budgets.SETTINGS);
        present = ServerProcess.start(settings);
        terse = present;
      }
      return present.url();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the server was started for this run, with settings that make it quick. */
  public boolean ours() {
    return server != null;
  }

  /** A suffix for what there can be only once. */
  public String tag() {
    return run + "t" + worlds.incrementAndGet();
  }

  /** A new caller with this role, signed in. */
  public String token(String role) {
    return signIn.person(role, tag());
  }

  @Override
  public void close() {
    if (reports) {
      report();
    }
    try {
      if (watch != null) {
        watch.close();
      }
      if (small != null) {
        // One that did not start has failed the tests that needed it.
        small.thenAccept(SmallServer::close).exceptionally(failure -> null).join();
      }
      if (terse != null) {
        terse.close();
      }
    } finally {
      if (server != null) {
        server.close();
        peers.close();
      }
    }
  }

  private void report() {
    System.out.print(coverage.summary());
    Path file = Path.of("target", "contract-coverage.json");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, coverage.json().toPrettyString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
