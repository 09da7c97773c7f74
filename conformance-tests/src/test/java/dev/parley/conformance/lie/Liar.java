package dev.parley.conformance.lie;

import dev.parley.conformance.Suite;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs cases over proxies, some at a time. Thread-safe. */
final class Liar implements AutoCloseable {
  private final BlockingQueue<Booth> booths;
  private final ExecutorService threads;

  /**
   * @param suite at the server's own address
   * @param atOnce how many proxies
   * @param prepare what every suite has to have done before it is lied to
   */
  Liar(Suite suite, int atOnce, Consumer<Suite> prepare) {
    this(suite, suite.api().base(), atOnce, prepare);
  }

  /**
   * @param server another than the suite's own
   */
  Liar(Suite suite, URI server, int atOnce, Consumer<Suite> prepare) {
    booths = new ArrayBlockingQueue<>(atOnce);
    for (int i = 0; i < atOnce; i++) {
      Booth booth = new Booth(suite, server);
      prepare.accept(booth.suite());
      booths.add(booth);
    }
    threads = Executors.newFixedThreadPool(atOnce);
  }

  /** What honest proxies are accused of. */
  List<Future<Optional<String>>> honest(List<Planted> cases) {
    return submit(cases, Booth::honest);
  }

  List<Future<Verdict>> tell(List<Planted> lies) {
    return submit(lies, Booth::told);
  }

  private interface Work<R> {
    R at(Booth booth, Planted planted);
  }

  private <R> List<Future<R>> submit(List<Planted> all, Work<R> work) {
    List<Future<R>> results = new ArrayList<>();
    for (Planted planted : all) {
      Callable<R> task =
          () -> {
            Booth booth = booths.take();
            try {
              return work.at(booth, planted);
            } finally {
              booths.add(booth);
            }
          };
      results.add(threads.submit(task));
    }
    return results;
  }

  /** Waits for all results. */
  static <R> List<R> all(List<Future<R>> futures) {
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    booths.forEach(Booth::close);
  }
}
