package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of a run, each read once, and the references between them. */
final class Documents {

  /**
   * What a chain of references leads to; {@code hops} are the places passed, the last one is {@code
   * node}.
   */
  record Resolved(Node node, List<Node> hops) {}

  private final DocumentReader reader = new DocumentReader();

  /** How many references one may pass on the way to a place that another one points at. */
  private static final int MAX_DEPTH = 50;

  private final Map<Path, JsonNode> files = new HashMap<>();
  private int depth;

  Node root(Path file) {
    Path path = file.toAbsolutePath().normalize();
    return new Node(path, "", load(path, path.toString()));
  }

  Node target(Node at) {
    return resolve(at).node();
  }

  /** Follows {@code $ref} as long as there is one. */
  Resolved resolve(Node at) {
    List<Node> hops = new ArrayList<>();
    Node current = at;
    while (current.has("$ref")) {
      Node next = follow(current);
      if (next.place().equals(at.place()) || hops.contains(next)) {
        throw at.refuse("$ref leads back to itself by way of " + next.place());
      }
      hops.add(next);
      current = next;
    }
    return new Resolved(current, hops);
  }

  private Node follow(Node at) {
    String ref = at.text("$ref");
    if (ref.isEmpty() || ref.matches("[A-Za-z][A-Za-z0-9+.-]+:.*") || ref.startsWith("//")) {
      throw at.refuse("$ref '" + ref + "' is not a file path or a place in this file");
    }
    if (ref.indexOf('\\') >= 0) {
      throw at.refuse("$ref '" + ref + "' has a backslash; a path is written with /");
    }
    int hash = ref.indexOf('#');
    String filePart = decoded(at, hash < 0 ? ref : ref.substring(0, hash));
    String pointer = hash < 0 ? "" : decoded(at, ref.substring(hash + 1));
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      throw at.refuse("$ref '" + ref + "' is not a JSON pointer; anchors are not supported");
    }
    Path file = filePart.isEmpty() ? at.file() : file(at, filePart);
    JsonNode root = load(file, at.place());
    JsonNode direct = root.at(pointer);
    Node node =
        direct.isMissingNode()
            ? walk(new Node(file, "", root), pointer)
            : new Node(file, pointer, direct);
    if (!node.exists()) {
      throw at.refuse("unresolved $ref '" + ref + "'");
    }
    return node;
  }

  /** Step by step: a pointer may lead through what is itself a reference. */
  private Node walk(Node from, String pointer) {
    Node current = from;
    for (String step : pointer.substring(1).split("/", -1)) {
      if (++depth > MAX_DEPTH) {
        throw from.refuse("references lead in a circle on the way to '" + pointer + "'");
      }
      Node container = target(current);
      depth--;
      String key = step.replace("~1", "/").replace("~0", "~");
      current =
          container.json().isArray()
              ? new Node(
                  container.file(),
                  container.pointer() + "/" + step,
                  container.json().at("/" + step))
              : container.child(key);
    }
    return current;
  }

  private static String decoded(Node at, String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw at.refuse("$ref '" + at.text("$ref") + "' is not well formed: " + e.getMessage());
    }
  }

  private static Path file(Node at, String path) {
    try {
      return at.file().resolveSibling(path).normalize();
    } catch (InvalidPathException e) {
      throw at.refuse("$ref '" + at.text("$ref") + "' is no path: " + e.getReason());
    }
  }

  private JsonNode load(Path file, String askedAt) {
    JsonNode known = files.get(file);
    if (known == null) {
      known = reader.read(file, askedAt);
      files.put(file, known);
    }
    return known;
  }
}
