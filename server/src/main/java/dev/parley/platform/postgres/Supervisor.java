package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a running server: when it ends although nobody asked it to, it is started again on
 * the same port and data, at most as often in a row as the policy says. Thread-safe; only its own
 * thread starts servers.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  /** The server is nobody's child, so there is no event to wait for. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Launcher launcher;
  private final RestartPolicy policy;
  private final CompletableFuture<String> givenUp = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::run);
  private volatile boolean closing;
  private volatile PidFile process;
  private long since = System.nanoTime();
  private int attempts;

  Supervisor(Launcher launcher, RestartPolicy policy, PidFile process) {
    this.launcher = launcher;
    this.policy = policy;
    this.process = process;
  }

  void start() {
    thread.start();
  }

  /** The server as last started. */
  PidFile process() {
    return process;
  }

  /** Completes with the reason when the server is not started again any more. */
  CompletionStage<String> givenUp() {
    return givenUp;
  }

  private void run() {
    try {
      while (awaitEnd()) {
        if (!restart()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  /** True when the server has ended; false when it is ours to end from now on. */
  private boolean awaitEnd() throws InterruptedException {
    while (!pause(LOOK)) {
      if (!present()) {
        return true;
      }
    }
    return false;
  }

  private boolean present() {
    try {
      return launcher.postmaster().runs(process);
    } catch (UncheckedIOException notToBeSeen) {
      log.debug("Cannot see whether PostgreSQL runs", notToBeSeen);
      return true;
    }
  }

  /** True when it runs again. */
  private boolean restart() throws InterruptedException {
    long ended = System.nanoTime();
    if (ended - since > policy.settled().toNanos()) {
      attempts = 0;
    }
    String reason =
        policy.attempts() == 0
            ? "it is not to be started again"
            : "it ended " + attempts + " times in a row soon after it had been started";
    while (attempts < policy.attempts()) {
      attempts++;
      if (pause(policy.pauseBefore(attempts))) {
        return false;
      }
      log.warn(
          "PostgreSQL (process {}) ended unexpectedly: starting it again, attempt {} of {}",
          process.pid(),
          attempts,
          policy.attempts());
      try {
        process = launcher.relaunch(process.port()).process();
        since = System.nanoTime();
        log.warn(
            "PostgreSQL is back {} ms after its end was noticed: process {}, port {}",
            (since - ended) / 1_000_000,
            process.pid(),
            process.port());
        return true;
      } catch (RuntimeException | IOException failed) {
        reason = reason(failed);
        if (closing) {
          return false;
        }
        log.warn("Attempt {} of {} failed: {}", attempts, policy.attempts(), reason);
      }
    }
    String message = "the embedded PostgreSQL ended unexpectedly and was given up: " + reason;
    log.error(message);
    givenUp.complete(message);
    return false;
  }

  private String reason(Exception failure) {
    return failure instanceof StartupException
        ? failure.getMessage()
        : "cannot use '" + launcher.data() + "': " + failure;
  }

  /** Waits; true as soon as this is closed. */
  private boolean pause(Duration length) throws InterruptedException {
    lock.lock();
    try {
      long left = length.toNanos();
      while (!closing && left > 0) {
        left = closed.awaitNanos(left);
      }
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * From here on nothing is started. A start under way is ended with the server it starts, which is
   * sooner than it would be ready.
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closing = true;
      closed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      long patience = TimeUnit.SECONDS.toMillis(1);
      while (thread.isAlive() && !thread.join(Duration.ofMillis(patience))) {
        launcher.postmaster().stopIfRunning();
        patience = LOOK.toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever is in a hurry does not wait
    }
  }
}
