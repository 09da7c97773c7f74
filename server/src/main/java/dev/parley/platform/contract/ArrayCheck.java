package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Checks an array: how many items, whether they differ, and each of them. */
final class ArrayCheck implements Check {
  private final int least;
  private final int most;
  private final boolean unique;
  private final Check items;

  ArrayCheck(JsonNode schema, Check items) {
    this.least = schema.path("minItems").asInt(0);
    this.most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    this.unique = schema.path("uniqueItems").asBoolean();
    this.items = items;
  }

  @Override
  public void check(JsonNode value, String pointer, Findings found) {
    if (!value.isArray()) {
      found.add(pointer, "type", "must be an array, found " + ObjectCheck.kind(value));
      return;
    }
    if (value.size() < least) {
      found.add(
          pointer,
          "too_few_items",
          "must have at least " + least + " items, found " + value.size());
    }
    if (value.size() > most) {
      found.add(
          pointer, "too_many_items", "must have at most " + most + " items, found " + value.size());
      return; // no work for a list that is refused for its length
    }
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      items.check(value.get(i), pointer + "/" + i, found);
      if (unique && !seen.add(value.get(i))) {
        found.add(pointer + "/" + i, "repeated", "must differ from the items before it");
      }
    }
  }
}
