package dev.parley.client.ws;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one thread that everything which changes the state of some streams runs on, in the order it
 * happened. Steps can be handed over from any thread; after {@link #close} they are dropped.
 */
final class Control {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, daemons("parley-streams"));

  void post(Runnable step) {
    after(Duration.ZERO, step);
  }

  void after(Duration pause, Runnable step) {
    try {
      if (pause.isZero()) {
        executor.execute(guarded(step));
      } else {
        var unused = executor.schedule(guarded(step), pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        throw e;
      }
    }
  }

  void every(Duration pause, Runnable step) {
    var unused =
        executor.scheduleWithFixedDelay(
            guarded(step), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    var unused = executor.shutdownNow();
  }

  /** A step that fails must not take the later ones with it. */
  private static Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "A step of the streams failed", e);
      }
    };
  }

  static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
