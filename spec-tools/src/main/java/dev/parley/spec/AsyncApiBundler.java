package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes one self-contained AsyncAPI document of a module. Schemas that come from OpenAPI 3.0 are
 * put into the words of JSON Schema: {@code nullable} becomes a type, boolean {@code
 * exclusiveMinimum} a number.
 */
final class AsyncApiBundler {
  private final Documents documents;

  AsyncApiBundler(Documents documents) {
    this.documents = documents;
  }

  ObjectNode bundle(Path file) {
    ObjectNode source = (ObjectNode) documents.read(file);
    ObjectNode bundle = Documents.empty();
    Inliner inliner = new Inliner(documents, file, bundle);
    inliner.finish((ObjectNode) inliner.inline(file.toAbsolutePath().normalize(), source));
    OpenApiBundler.completeErrorCodes(bundle);
    bundle.at("/components/schemas").forEach(AsyncApiBundler::toJsonSchema);
    bundle.at("/components/messages").forEach(m -> toJsonSchema(m.path("payload")));
    return bundle;
  }

  private static void toJsonSchema(JsonNode schema) {
    if (schema instanceof ArrayNode) {
      schema.forEach(AsyncApiBundler::toJsonSchema);
    }
    if (!(schema instanceof ObjectNode object)) {
      return;
    }
    if (object.path("nullable").asBoolean() && object.path("type").isTextual()) {
      String type = object.path("type").asText();
      object.putArray("type").add(type).add("null");
      if (object.get("enum") instanceof ArrayNode values) {
        values.addNull();
      }
    }
    object.remove("nullable");
    for (String bound : List.of("Minimum", "Maximum")) {
      JsonNode exclusive = object.path("exclusive" + bound);
      if (exclusive.isBoolean()) {
        object.remove("exclusive" + bound);
        JsonNode limit = object.get(bound.toLowerCase(java.util.Locale.ROOT));
        if (exclusive.asBoolean() && limit != null) {
          object.set("exclusive" + bound, limit);
        }
      }
    }
    object.properties().stream()
        .filter(e -> !List.of("example", "examples", "default", "enum").contains(e.getKey()))
        .map(Map.Entry::getValue)
        .toList()
        .forEach(AsyncApiBundler::toJsonSchema);
  }
}
