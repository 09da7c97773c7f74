package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A place in a document (file and JSON pointer, RFC 6901) and what stands there. */
record Node(Path file, String pointer, JsonNode json) {

  /** The value of a key; check with {@link #exists()}. */
  Node child(String key) {
    return new Node(
        file, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), json.path(key));
  }

  boolean exists() {
    return !json.isMissingNode();
  }

  boolean has(String key) {
    return json.has(key);
  }

  boolean flag(String key) {
    return json.path(key).asBoolean(false);
  }

  /** A string value, or empty where there is none. */
  String text(String key) {
    return json.path(key).asText("").strip();
  }

  /** The elements of an array. */
  List<Node> items() {
    List<Node> items = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      items.add(new Node(file, pointer + "/" + i, json.path(i)));
    }
    return items;
  }

  /** The entries of an object in the document's order. */
  Map<String, Node> fields() {
    Map<String, Node> fields = new LinkedHashMap<>();
    json.fieldNames().forEachRemaining(key -> fields.put(key, child(key)));
    return fields;
  }

  /** Where it is, for people: the path relative to the working directory, and the pointer. */
  String place() {
    Path here = Path.of("").toAbsolutePath();
    Path shown = file.startsWith(here) ? here.relativize(file) : file;
    return shown.toString().replace('\\', '/') + "#" + pointer;
  }

  Refusal refuse(String reason) {
    return new Refusal(place(), reason);
  }
}
