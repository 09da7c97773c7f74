package dev.parley.app;

import dev.parley.platform.event.EventSink;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where events go while nobody can subscribe. */
final class Silence implements EventSink, LiveFeed {
  @Override
  public void committed(List<StoredEvent> events) {}

  @Override
  public void moved(Map<LogKey, Long> hints) {}

  @Override
  public Set<LogKey> watched() {
    return Set.of();
  }

  @Override
  public void conflated(String topic, String conflationKey, String type, String entityId, Object data) {}

  @Override
  public long sequenced(String topic, String type, String entityId, Object data) {
    return 0;
  }
}
