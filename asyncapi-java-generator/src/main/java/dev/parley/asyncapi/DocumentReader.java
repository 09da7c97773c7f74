package dev.parley.asyncapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a file, YAML or JSON, as a tree. What is wrong with its text is refused with the line. */
final class DocumentReader {

  /** Larger than any document that people write; a wrong file does not fill the memory. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private final ObjectMapper yaml;
  private final ObjectMapper json;

  DocumentReader() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    this.yaml =
        JsonMapper.builder(
                YAMLFactory.builder()
                    .loaderOptions(options)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    this.json =
        JsonMapper.builder(
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .build();
  }

  /** The tree of a file; {@code askedAt} is the place that refers to it. */
  JsonNode read(Path file, String askedAt) {
    if (!Files.isRegularFile(file)) {
      throw new Refusal(askedAt, "there is no file " + file);
    }
    String text = text(file, askedAt);
    boolean named = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("json");
    JsonNode tree;
    if (named) {
      tree = tree(file, text, json, "JSON");
    } else if (text.stripLeading().startsWith("{") && readable(text)) {
      // JSON may be indented with tabs, which YAML forbids.
      tree = tree(file, text, json, "JSON");
    } else {
      tree = tree(file, text, yaml, "YAML");
    }
    if (!tree.isContainerNode() && !tree.isBoolean()) {
      throw new Refusal(file.toString(), "expected an object, found " + tree.getNodeType());
    }
    return tree;
  }

  private boolean readable(String text) {
    try {
      return json.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false; // then it is YAML in flow style, or refused as such
    }
  }

  private static String text(Path file, String askedAt) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Refusal(
            file.toString(), "is larger than " + MAX_BYTES / 1024 / 1024 + " MiB, the limit");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Refusal(file.toString(), "is not UTF-8 text");
    } catch (IOException e) {
      throw new Refusal(askedAt, "cannot read " + file + ": " + e.getMessage());
    }
  }

  private static JsonNode tree(Path file, String text, ObjectMapper mapper, String language) {
    try (JsonParser parser = mapper.getFactory().createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || (first == JsonToken.VALUE_NULL && text.isBlank())) {
        throw new Refusal(file.toString(), "is empty");
      }
      JsonNode tree = new TreeBuilder(file, parser).build();
      if (parser.nextToken() != null) {
        int line = parser.currentTokenLocation().getLineNr();
        throw new Refusal(file + " line " + line, "a second document begins; one is expected");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw refusal(file, language, e);
    } catch (IOException e) {
      throw new Refusal(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static Refusal refusal(Path file, String language, JsonProcessingException e) {
    String reason = "not " + language + ": ";
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      // Jackson's own place is where the parser began to look.
      Mark mark = yaml.getProblemMark();
      return new Refusal(
          file + " line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1),
          reason + yaml.getProblem());
    }
    var at = e.getLocation();
    String line = at == null ? "" : " line " + at.getLineNr() + " column " + at.getColumnNr();
    return new Refusal(file + line, reason + e.getOriginalMessage());
  }
}
