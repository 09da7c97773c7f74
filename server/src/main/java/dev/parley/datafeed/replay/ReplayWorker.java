package dev.parley.datafeed.replay;

import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Timeline;
import dev.parley.datafeed.store.ReplayStore;
import dev.parley.platform.lease.Lease;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the tapes, on one node at a time: moves the playhead to the present whenever something
 * happened, in a transaction that holds only while the lease does. Another node that takes over
 * goes on from the same playhead, so that nothing is told twice and nothing is left out.
 */
public final class ReplayWorker implements Worker {
  private static final Logger log = LoggerFactory.getLogger(ReplayWorker.class);

  private final Market market;
  private final ReplayStore store;
  private final Transactions transactions;
  private final Clock clock;
  private final ToIntFunction<RecordingKind> speed;
  private final Duration tick;
  private final Runnable moved;

  /**
   * @param speed how fast to play what kind of recording
   * @param tick how often to move on
   * @param moved is told when the playhead has moved, so that this node does not wait for its poll
   */
  public ReplayWorker(
      Market market,
      ReplayStore store,
      Transactions transactions,
      Clock clock,
      ToIntFunction<RecordingKind> speed,
      Duration tick,
      Runnable moved) {
    this.market = market;
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
    this.speed = speed;
    this.tick = tick;
    this.moved = moved;
  }

  @Override
  public String name() {
    return "datafeed.replay";
  }

  @Override
  public void run(Lease lease) throws InterruptedException {
    adoptSpeed(lease);
    log.info("Playing the recorded markets on this node");
    Instant played = null;
    while (lease.held() && !Thread.currentThread().isInterrupted()) {
      Instant now = now();
      if (played == null || somethingHappened(played, now)) {
        transactions.<Void>write(
            handle -> {
              lease.check(handle);
              store.play(handle, now);
              return null;
            });
        played = now;
        moved.run();
      }
      Thread.sleep(tick); // there is no event to wait for: the tape is driven by the time
    }
  }

  /** Brings the tapes to the speed that this node is set to; it counts because this node plays. */
  private void adoptSpeed(Lease lease) {
    transactions.<Void>write(
        handle -> {
          lease.check(handle);
          Map<String, Timeline> timelines = store.timelines(handle);
          for (Listing listing : market.listings()) {
            Timeline before = timelines.get(listing.symbol());
            int wanted = speed.applyAsInt(listing.tape().kind());
            if (before != null && before.speed() != wanted) {
              Timeline after = before.atSpeed(listing.tape(), wanted, now());
              store.change(handle, listing.symbol(), after);
              log.info(
                  "{} is now played at speed {}, before at {}",
                  listing.symbol(),
                  wanted,
                  before.speed());
            }
          }
          return null;
        });
  }

  private boolean somethingHappened(Instant played, Instant now) {
    long minute = CandleInterval.ONE_MINUTE.length().toSeconds();
    if (Math.floorDiv(played.getEpochSecond(), minute)
        != Math.floorDiv(now.getEpochSecond(), minute)) {
      return true;
    }
    for (Playback tape : market.playbacks()) {
      if (tape.begun(played) != tape.begun(now) || tape.ended(played) != tape.ended(now)) {
        return true;
      }
    }
    return false;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
