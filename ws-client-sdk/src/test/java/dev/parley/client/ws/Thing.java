package dev.parley.client.ws;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/** A topic of the tests, in the shape of the generated ones. */
sealed interface Thing {

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Data(int value, int items) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Added(String topic, String epoch, long seq, Data data) implements Thing {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Snapshot(String topic, Long seq, Data data) implements Thing {}

  static Topic<Thing> topic(String name) {
    return new Topic<>(
        name, Thing.class, Map.of("thing.added", Added.class, "snapshot", Snapshot.class), true);
  }
}
