package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the table of the budgets, which the build has checked. */
final class RateReader {
  private final JsonNode classes;

  RateReader(JsonNode table) {
    this.classes = table.path("classes");
  }

  /** All classes by name. */
  Map<String, RateClass> read() {
    Map<String, RateClass> all = new LinkedHashMap<>();
    classes.fieldNames().forEachRemaining(name -> all.put(name, rate(name)));
    return all;
  }

  private RateClass rate(String name) {
    JsonNode node = classes.path(name);
    @Nullable RateClass within = node.has("within") ? rate(node.path("within").asText()) : null;
    return new RateClass(
        name,
        node.path("limit").asInt(),
        Duration.ofSeconds(node.path("seconds").asLong()),
        RateClass.Owner.of(node.path("per").asText()),
        within,
        node.path("networkTimes").asInt());
  }
}
