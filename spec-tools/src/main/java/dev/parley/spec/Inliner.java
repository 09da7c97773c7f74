package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;

/**
 * Copies what a document refers to in other files into its own components, under the name it has
 * there, and points the references at the copies. Two different things of one name are refused.
 */
final class Inliner {
  private final Documents documents;
  private final Path home;
  private final ObjectNode bundle;

  Inliner(Documents documents, Path home, ObjectNode bundle) {
    this.documents = documents;
    this.home = home.toAbsolutePath().normalize();
    this.bundle = bundle;
  }

  /**
   * A copy of {@code node}, which stands in {@code file}, with every foreign reference made local.
   */
  JsonNode inline(Path file, JsonNode node) {
    if (node instanceof ObjectNode object) {
      JsonNode ref = object.get("$ref");
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              e ->
                  copy.set(
                      e.getKey(),
                      ref != null && e.getKey().equals("$ref") && ref.isTextual()
                          ? TextNode.valueOf(localise(file, ref.asText()))
                          : inline(file, e.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(n -> copy.add(inline(file, n)));
      return copy;
    }
    return node;
  }

  /**
   * Adds the inlined document to the bundle; a component that only names a shared one is that one.
   */
  ObjectNode finish(ObjectNode inlined) {
    for (Map.Entry<String, JsonNode> e : inlined.properties()) {
      if (!e.getKey().equals("components")) {
        bundle.set(e.getKey(), e.getValue());
        continue;
      }
      for (Map.Entry<String, JsonNode> kind : e.getValue().properties()) {
        ObjectNode into = bundle.withObject("/components").withObjectProperty(kind.getKey());
        for (Map.Entry<String, JsonNode> c : kind.getValue().properties()) {
          String self = "#/components/" + kind.getKey() + "/" + c.getKey();
          if (!c.getValue().path("$ref").asText().equals(self)) {
            into.set(c.getKey(), c.getValue());
          }
        }
      }
    }
    return bundle;
  }

  private String localise(Path file, String ref) {
    Documents.Located target = documents.follow(file, ref);
    String pointer = ref.substring(ref.indexOf('#') + 1);
    if (target.file().equals(home)) {
      return "#" + pointer;
    }
    String[] steps = pointer.split("/");
    if (steps.length != 4 || !steps[1].equals("components")) {
      throw new SpecException(
          file + ": $ref " + ref + " must name #/components/<kind>/<name> of the other file");
    }
    add(target, steps[2], steps[3]);
    return "#" + pointer;
  }

  private void add(Documents.Located target, String kind, String name) {
    ObjectNode components = bundle.withObject("/components").withObjectProperty(kind);
    JsonNode own = documents.read(home).at("/components/" + kind + "/" + name);
    boolean alias =
        own.path("$ref").isTextual()
            && documents.follow(home, own.get("$ref").asText()).equals(target);
    if (!own.isMissingNode() && !alias) {
      throw new SpecException(
          home + ": components/" + kind + "/" + name + " has the name of one in " + target.file());
    }
    if (components.has(name)) {
      return;
    }
    components.putNull(name); // a schema may refer to itself
    components.set(name, inline(target.file(), target.node()));
  }
}
