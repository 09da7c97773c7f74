package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads YAML documents, each once, and writes YAML and JSON only where something changed. */
final class Documents {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<Path, JsonNode> read = new HashMap<>();

  /** A node and the file that it stands in. */
  record Located(Path file, JsonNode node) {}

  JsonNode read(Path file) {
    return read.computeIfAbsent(
        file.toAbsolutePath().normalize(),
        f -> {
          try {
            return assembled(f, (ObjectNode) parse(Files.readString(f)));
          } catch (IOException e) {
            throw new SpecException(file + ": cannot be read: " + firstLine(e));
          }
        });
  }

  /**
   * A large contract stands in several files of one folder: {@code x-parts} names those whose tags,
   * paths and components belong to it. Whoever reads the document sees one.
   */
  private static ObjectNode assembled(Path file, ObjectNode document) throws IOException {
    JsonNode parts = document.path("x-parts");
    document.remove("x-parts");
    for (JsonNode name : parts) {
      Path part = file.resolveSibling(name.asText());
      JsonNode content = parse(Files.readString(part));
      content.path("tags").forEach(tag -> document.withArray("/tags").add(tag));
      add(part, content.path("paths"), document.withObject("/paths"));
      for (Map.Entry<String, JsonNode> kind : content.path("components").properties()) {
        ObjectNode components = document.withObject("/components");
        add(part, kind.getValue(), components.withObjectProperty(kind.getKey()));
      }
    }
    return document;
  }

  private static void add(Path part, JsonNode from, ObjectNode into) {
    for (Map.Entry<String, JsonNode> e : from.properties()) {
      if (into.putIfAbsent(e.getKey(), e.getValue()) != null) {
        throw new SpecException(part + ": " + e.getKey() + " stands in another part already");
      }
    }
  }

  static JsonNode parse(String yaml) throws IOException {
    JsonNode node = YAML.readTree(yaml);
    if (!(node instanceof ObjectNode)) {
      throw new IOException("not a mapping");
    }
    return node;
  }

  static ObjectNode empty() {
    return YAML.createObjectNode();
  }

  /** Follows a reference that stands in {@code from}. */
  Located follow(Path from, String ref) {
    int hash = ref.indexOf('#');
    String file = hash < 0 ? ref : ref.substring(0, hash);
    Path target = (file.isEmpty() ? from : from.resolveSibling(file)).toAbsolutePath().normalize();
    JsonNode node = read(target).at(hash < 0 ? "" : ref.substring(hash + 1));
    if (node.isMissingNode()) {
      throw new SpecException(from + ": $ref " + ref + " leads nowhere");
    }
    return new Located(target, node);
  }

  static void write(Path file, JsonNode node) {
    try {
      write(
          file, (file.toString().endsWith(".json") ? JSON : YAML).writeValueAsString(node) + "\n");
    } catch (IOException e) {
      throw new SpecException(file + ": cannot be written: " + firstLine(e));
    }
  }

  /** Leaves the file alone where it already says so: later build steps go by its time. */
  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
