package dev.parley.platform.ws.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.time.Ids;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The live topics of this node; each is made when it is first spoken of and stays until the end.
 * Thread-safe.
 */
public final class LiveTopics implements LiveFeed {
  private final ObjectMapper json;
  private final InstantSource clock;
  private final String epoch;
  private final int ringEvents;
  private final ConcurrentHashMap<String, LiveTopic> topics = new ConcurrentHashMap<>();

  /**
   * @param ringEvents how many sequenced events of a topic can be resumed
   */
  public LiveTopics(ObjectMapper json, InstantSource clock, Ids ids, int ringEvents) {
    this.json = json;
    this.clock = clock;
    this.epoch = ids.next().toString();
    this.ringEvents = ringEvents;
  }

  public LiveTopic topic(String name) {
    return topics.computeIfAbsent(name, n -> new LiveTopic(epoch, ringEvents));
  }

  @Override
  public void conflated(
      String topic, String conflationKey, String type, String entityId, Object data) {
    topic(topic).conflated(conflationKey, type, entityId, clock.instant(), encoded(data));
  }

  @Override
  public long sequenced(String topic, String type, String entityId, Object data) {
    return topic(topic).sequenced(type, entityId, clock.instant(), encoded(data));
  }

  @Override
  public String epoch() {
    return epoch;
  }

  private Supplier<String> encoded(Object data) {
    return () -> {
      try {
        return json.writeValueAsString(data);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
