package dev.parley.conformance;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.ws.Messages;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One run over one server. Thread-safe. */
public final class Suite implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "DATAFEED_SPEED", "60",
          "DATAFEED_BAR_SPEED", "60",
          "WS_HEARTBEAT", "3s",
          "WS_EXPIRY_NOTICE", "290s");

  private final @Nullable ServerProcess server;
  private final Coverage coverage = new Coverage();
  private final Api api;
  private final SignIn signIn;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Watch watch;
  private final AtomicInteger worlds = new AtomicInteger();
  private final String run = Long.toString(System.currentTimeMillis() / 1000, 36);

  Suite() {
    String deployment = System.getProperty("parley.baseUrl", "").strip();
    server = deployment.isEmpty() ? ServerProcess.start(SETTINGS) : null;
    URI url = server == null ? URI.create(deployment.replaceFirst("/+$", "")) : server.url();
    api = new Api(url, coverage);
    String known = System.getProperty("parley.adminPassword", "");
    signIn = new SignIn(api, known.isEmpty() ? ServerProcess.ADMIN_PASSWORD : known);
  }

  public Api api() {
    return api;
  }

  public Coverage coverage() {
    return coverage;
  }

  SignIn signIn() {
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

  /** Whether the server was started for this run, with settings that make it quick. */
  boolean ours() {
    return server != null;
  }

  /** A suffix for what there can be only once. */
  String tag() {
    return run + "t" + worlds.incrementAndGet();
  }

  /** A new caller with this role, signed in. */
  String token(String role) {
    return signIn.person(role, tag());
  }

  @Override
  public void close() {
    int examples =
        Contract.all().operations().stream().mapToInt(o -> World.cases(o).size()).sum()
            + Messages.client().values().stream().mapToInt(m -> m.examples().size()).sum();
    System.out.print(coverage.summary(examples, Messages.topicTemplates(), Messages.names()));
    try {
      if (watch != null) {
        watch.close();
      }
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }
}
