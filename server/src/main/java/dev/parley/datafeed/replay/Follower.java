package dev.parley.datafeed.replay;

import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.domain.Timeline;
import dev.parley.datafeed.store.ReplayStore;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the playhead, on every node, whichever of them plays: reads where the tapes lie and how
 * far they are, and tells this node's sockets through its {@link TapeListener}. A read that fails
 * delays and loses nothing, since the next one finds the playhead further. Thread-safe.
 */
public final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final long PATIENCE_MILLIS = 5_000;

  private final Market market;
  private final ReplayStore store;
  private final Transactions transactions;
  private final Clock clock;
  private final Duration poll;
  private final TapeListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Thread thread;
  private boolean wake;
  private volatile boolean closed;
  private Instant until = Instant.MIN;

  /**
   * @param poll how often to look at the playhead when nobody says that it has moved
   */
  public Follower(
      Market market,
      ReplayStore store,
      Transactions transactions,
      Clock clock,
      Duration poll,
      TapeListener listener) {
    this.market = market;
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
    this.poll = poll;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("datafeed-follower").daemon().unstarted(this::run);
  }

  /**
   * Lays the tapes, if no node ever did, and starts to follow.
   *
   * @param speed how fast to play what kind of recording, if it is laid now
   */
  public void start(ToIntFunction<RecordingKind> speed) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    State state =
        transactions.write(
            handle -> {
              for (Listing listing : market.listings()) {
                int itsSpeed = speed.applyAsInt(listing.tape().kind());
                store.begin(handle, listing.symbol(), listing.begin(now, itsSpeed));
              }
              return new State(store.timelines(handle), store.playedUntil(handle));
            });
    market.lay(state.timelines);
    until = state.playedUntil.filter(now::isBefore).orElse(now);
    listener.begin(market.playbacks(), until);
    thread.start();
  }

  /** The playhead has moved: look at once. */
  public void wake() {
    lock.lock();
    try {
      wake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever is in a hurry does not wait
    }
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      try {
        follow();
        if (failing) {
          log.info("Following the replay again");
          failing = false;
        }
      } catch (RuntimeException e) {
        if (!failing) {
          log.warn("Cannot follow the replay, trying on: {}", e.toString());
          failing = true;
        }
      }
      await();
    }
  }

  private void follow() {
    State state =
        transactions.read(handle -> new State(store.timelines(handle), store.playedUntil(handle)));
    market.lay(state.timelines);
    Instant played = state.playedUntil.orElse(Instant.MIN);
    if (played.isAfter(until)) {
      listener.played(market.playbacks(), played);
      until = played;
    }
  }

  private void await() {
    lock.lock();
    try {
      long nanos = poll.toNanos();
      while (!wake && !closed && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      wake = false;
    } catch (InterruptedException e) {
      closed = true; // nobody interrupts this thread but to end it
    } finally {
      lock.unlock();
    }
  }

  private record State(Map<String, Timeline> timelines, Optional<Instant> playedUntil) {}
}
