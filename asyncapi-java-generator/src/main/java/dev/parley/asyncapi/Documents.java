package dev.parley.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  private final ObjectMapper yaml =
      JsonMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();
  private final Map<Path, JsonNode> files = new HashMap<>();

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
    if (ref.isEmpty() || ref.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw at.refuse("$ref '" + ref + "' is not a file path or a place in this file");
    }
    int hash = ref.indexOf('#');
    String filePart = hash < 0 ? ref : ref.substring(0, hash);
    String pointer =
        hash < 0
            ? ""
            : URLDecoder.decode(
                ref.substring(hash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      throw at.refuse("$ref '" + ref + "' is not a JSON pointer; anchors are not supported");
    }
    Path file = filePart.isEmpty() ? at.file() : at.file().resolveSibling(filePart).normalize();
    JsonNode node = load(file, at.place()).at(pointer);
    if (node.isMissingNode()) {
      throw at.refuse("unresolved $ref '" + ref + "'");
    }
    return new Node(file, pointer, node);
  }

  /** Jackson reads an alias as a string of its name, which would be taken for the value. */
  private void refuseAliases(Path file, byte[] bytes) throws IOException {
    try (YAMLParser parser = (YAMLParser) yaml.getFactory().createParser(bytes)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          int line = parser.currentTokenLocation().getLineNr();
          throw new Refusal(file + " line " + line, "YAML anchors and aliases are not supported");
        }
      }
    }
  }

  private JsonNode load(Path file, String askedAt) {
    JsonNode known = files.get(file);
    if (known != null) {
      return known;
    }
    if (!Files.isRegularFile(file)) {
      throw new Refusal(askedAt, "there is no file " + file);
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      refuseAliases(file, bytes);
      JsonNode read = yaml.readTree(bytes);
      files.put(file, read);
      return read;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String line = at == null ? "" : " line " + at.getLineNr() + " column " + at.getColumnNr();
      throw new Refusal(file + line, "not YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refusal(askedAt, "cannot read " + file + ": " + e.getMessage());
    }
  }
}
