package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the bundles of all modules into one document, from which the REST SDK is generated. */
final class Merger {
  private Merger() {}

  static ObjectNode merge(Map<String, ObjectNode> bundles, String title, String version) {
    ObjectNode first = bundles.values().iterator().next();
    ObjectNode all = first.objectNode();
    all.put("openapi", "3.0.3");
    all.putObject("info")
        .put("title", title)
        .put("version", version)
        .put("description", "Every module of the server in one document.")
        .set("license", first.at("/info/license"));
    all.set("servers", first.path("servers"));
    Map<String, String> owner = new LinkedHashMap<>();
    bundles.forEach(
        (module, bundle) -> {
          bundle.path("tags").forEach(tag -> all.withArray("/tags").add(tag));
          union(module, "paths", bundle.path("paths"), all.withObject("/paths"), owner);
          for (Map.Entry<String, JsonNode> kind : bundle.path("components").properties()) {
            union(
                module,
                "components/" + kind.getKey(),
                kind.getValue(),
                all.withObject("/components").withObjectProperty(kind.getKey()),
                owner);
          }
        });
    return all;
  }

  private static void union(
      String module, String place, JsonNode from, ObjectNode into, Map<String, String> owner) {
    for (Map.Entry<String, JsonNode> e : from.properties()) {
      JsonNode there = into.get(e.getKey());
      String key = place + "/" + e.getKey();
      if (there != null && !there.equals(e.getValue())) {
        throw new SpecException(
            "specs/%s: %s is something else than in specs/%s; names are unique over all modules"
                .formatted(module, key, owner.get(key)));
      }
      into.set(e.getKey(), e.getValue());
      owner.putIfAbsent(key, module);
    }
  }
}
