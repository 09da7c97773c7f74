package dev.parley.datafeed.replay;

import dev.parley.datafeed.domain.Playback;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.event.Position;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far each sequenced topic has been told on this node. What was told and by which number is one
 * immutable value, replaced after the telling: a snapshot or an answer made of it shows exactly the
 * events up to that number. One thread tells, any may read.
 */
public final class Telling {
  private final LiveFeed live;
  private final Map<String, Told> topics = new ConcurrentHashMap<>();

  public Telling(LiveFeed live) {
    this.live = live;
  }

  /**
   * How far a topic has been told.
   *
   * @param tape as it was laid then
   * @param until everything up to here has been told
   * @param begun how many records of the tape had begun by then
   * @param seq number of the last sequenced event; 0 for none
   */
  public record Told(Playback tape, Instant until, long begun, long seq) {}

  public Told of(String topic) {
    Told told = topics.get(topic);
    if (told == null) {
      throw new IllegalStateException("Nothing is told on " + topic);
    }
    return told;
  }

  public void told(String topic, Told told) {
    topics.put(topic, told);
  }

  /** Where a subscription goes on that has seen what was told. */
  public Position position(Told told) {
    return new Position(live.epoch(), told.seq());
  }
}
