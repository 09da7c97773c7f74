package dev.parley.platform.ws.hub;

import dev.parley.platform.event.StoredEvent;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to any number of subscribers. It is encoded at most once for each way of
 * spelling it, when the first subscriber needs it. Thread-safe.
 */
public final class HubEvent {
  private static final byte[] NOTHING = {};

  private final String type;
  private final String entityId;
  private final @Nullable UUID userId;
  private final Instant time;
  private final @Nullable String epoch;
  private final long seq;
  private final @Nullable Conflation conflation;
  private final Supplier<String> data;
  private final Map<FrameKey, byte[]> frames = new ConcurrentHashMap<>(2);
  private volatile @Nullable String json;

  private HubEvent(
      String type,
      String entityId,
      @Nullable UUID userId,
      Instant time,
      @Nullable String epoch,
      long seq,
      @Nullable Conflation conflation,
      Supplier<String> data) {
    this.type = type;
    this.entityId = entityId;
    this.userId = userId;
    this.time = time;
    this.epoch = epoch;
    this.seq = seq;
    this.conflation = conflation;
    this.data = data;
  }

  static HubEvent stored(StoredEvent event, String epoch) {
    return new HubEvent(
        event.type(),
        event.entityId(),
        event.userId(),
        event.time(),
        epoch,
        event.seq(),
        null,
        event::dataJson);
  }

  static HubEvent sequenced(
      String type, String entityId, Instant time, String epoch, long seq, Supplier<String> data) {
    return new HubEvent(type, entityId, null, time, epoch, seq, null, data);
  }

  static HubEvent conflated(
      String type, String entityId, Instant time, Conflation conflation, Supplier<String> data) {
    return new HubEvent(type, entityId, null, time, null, 0, conflation, data);
  }

  /** The wire type, {@code noun.verb}. */
  public String type() {
    return type;
  }

  public String entityId() {
    return entityId;
  }

  public @Nullable UUID userId() {
    return userId;
  }

  public Instant time() {
    return time;
  }

  /** Of the position; null for a conflated event. */
  public @Nullable String epoch() {
    return epoch;
  }

  /** Number in its stream from 1; 0 for a conflated event. */
  public long seq() {
    return seq;
  }

  /** What it may replace; null for an event that must arrive. */
  public @Nullable Conflation conflation() {
    return conflation;
  }

  /** The JSON of the frame's {@code data}. */
  public String data() {
    String known = json;
    if (known == null) {
      known = data.get();
      json = known;
    }
    return known;
  }

  /**
   * The bytes to send, made once for each spelling and topic name.
   *
   * @param spelling what tells one encoding from another; a singleton
   * @return null when that spelling has no words for this event
   */
  public byte @Nullable [] frame(
      Object spelling, String topic, BiFunction<HubEvent, String, byte @Nullable []> encoder) {
    byte[] frame =
        frames.computeIfAbsent(
            new FrameKey(spelling, topic),
            key -> {
              byte[] made = encoder.apply(this, topic);
              return made == null ? NOTHING : made;
            });
    return frame.length == 0 ? null : frame;
  }

  /**
   * How a conflated event is merged.
   *
   * @param key within its topic
   * @param number counts the conflated updates of the topic from the server's start
   */
  public record Conflation(String key, long number) {}

  private record FrameKey(Object spelling, String topic) {}
}
