package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is given to the command: it is read, or refused with exit code 1 and one line that names
 * the file. Never a stack trace.
 */
class BadInputTest {
  private static final String GOOD =
      """
      asyncapi: 3.0.0
      components:
        schemas:
          Point: { type: object, properties: { x: { type: integer } } }
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Path input) {
    return run(input, directory.resolve("out"));
  }

  private int run(Path input, Path output) {
    err.reset();
    return Main.run(
        List.of(
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--package",
            "p",
            "--target",
            "models"),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private void refuses(Path file, String reason) {
    refuses(file, file.getFileName().toString(), reason);
  }

  private void refuses(Path file, String place, String reason) {
    assertThat(run(file)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .contains(place, reason)
        .doesNotContain("\n", "\tat ");
  }

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | is empty
          `\\n \\n` | is empty
          # nothing | is empty
          null | expected an object, found NULL
          7 | expected an object, found NUMBER
          just words | expected an object, found STRING
          [1, 2] | expected an AsyncAPI document, found ARRAY
          {} | expected an AsyncAPI document, which has the key asyncapi
          a: b: c | line 1 column 5: not YAML
          a:\\n\\tb: 1 | line 2 column 1: not YAML
          {"a": 1,\\n"a": 2} | line 2 column 4: not
          a: 1\\na: 2 | line 2 column 2: not YAML: Duplicate field 'a'
          a: 1\\n---\\nb: 2 | line 3: a second document begins
          a: *b | line 1: the alias *b stands for nothing
          a: &a { b: *a } | line 1: the alias *a stands for nothing that is complete
          a: { <<: 3 } | line 1: << merges objects, this is NUMBER
          %PDF-1.7 | not YAML
          """)
  void refusesText(String text, String reason) throws IOException {
    String written = text == null ? "" : text.replace("\\n", "\n").replace("\\t", "\t");
    refuses(write("doc.yaml", written), reason);
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    refuses(directory.resolve("missing.yaml"), "there is no file");
    refuses(Files.createDirectory(directory.resolve("folder.yaml")), "there is no file");
    refuses(write("utf16.yaml", GOOD, StandardCharsets.UTF_16), "is not UTF-8 text");
    refuses(write("latin.yaml", "a: caf\u00e9", StandardCharsets.ISO_8859_1), "is not UTF-8 text");
    refuses(write("doc.json", "asyncapi: 3.0.0"), "not JSON");
  }

  @Test
  void refusesWhatIsTooMuch() throws IOException {
    Path large = directory.resolve("large.yaml");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(DocumentReader.MAX_BYTES + 1L);
    }
    refuses(large, "is larger than 32 MiB");
    refuses(write("deep.yaml", "a: " + "[".repeat(400) + "]".repeat(400)), "nested deeper than");
    refuses(write("deep.json", "{\"a\": " + "[".repeat(5000)), "deep");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append((before + ", ").repeat(9)).append(before).append("]\n");
    }
    refuses(write("bomb.yaml", bomb.toString()), "holds more than 2000000 values");
  }

  @Test
  void refusesCyclesOfReferences() throws IOException {
    write("b.yaml", "{ $ref: 'a.yaml#/components/schemas/A' }");
    refuses(
        write("a.yaml", "{ asyncapi: 3.0.0, components: { schemas: { A: { $ref: b.yaml } } } }"),
        "#/components/schemas/A: $ref leads back to itself by way of");
    write(
        "d.yaml",
        "{ allOf: [{ $ref: 'c.yaml#/components/schemas/C' }, { properties: { d: {} } }] }");
    refuses(
        write(
            "c.yaml",
            "{ asyncapi: 3.0.0, components: { schemas: { C: { allOf: [{ $ref: d.yaml }, { properties: { c: {} } }] } } } }"),
        "d.yaml#",
        "allOf leads back to this schema");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "a file");
    assertThat(run(write("good.yaml", GOOD), file)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("taken: cannot be written");
  }

  @Test
  void readsTextOfEveryMake() throws IOException {
    assertThat(run(write("bom.yaml", "\uFEFF" + GOOD))).isZero();
    assertThat(run(write("crlf.yaml", GOOD.replace("\n", "\r\n")))).isZero();
    String json = "{\n\t\"asyncapi\": \"3.0.0\",\n\t\"components\": {}\n}\n";
    assertThat(run(write("tabs.json", json))).isZero();
    assertThat(run(write("json-in.yaml", json))).isZero();
    assertThat(run(write("flow.yaml", "{asyncapi: 3.0.0, components: {}}"))).isZero();
    assertThat(run(write("with space.yaml", GOOD))).isZero();
    write("other file.yaml", GOOD);
    String refers =
        "{asyncapi: 3.0.0, components: {schemas: {A: {$ref: 'other%20file.yaml#/components/schemas/Point'}}}}";
    assertThat(run(write("refers.yaml", refers))).isZero();
  }

  /** Every seventh place of a document replaced by what does not belong there. */
  @Test
  void survivesDamagedDocuments() throws IOException {
    ObjectMapper yaml = new YAMLMapper();
    JsonNode whole =
        new DocumentReader().read(Market.DIRECTORY.resolve("asyncapi.yaml").toAbsolutePath(), "");
    List<JsonPointer> places = new ArrayList<>();
    collect(whole, JsonPointer.empty(), places);
    Files.createDirectories(directory.resolve("parts"));
    for (String part : List.of("servers.yaml", "channels.yaml")) {
      Files.copy(
          Market.DIRECTORY.resolve("parts").resolve(part),
          directory.resolve("parts").resolve(part));
    }
    int step = Integer.getInteger("damage.step", 7);
    List<String> junk =
        List.of("null", "7", "\"x\"", "[]", "{}", "[{}, 7]", "{\"$ref\": \"#/info\"}");
    int refused = 0;
    int read = 0;
    for (int i = 0; i < places.size(); i += step) {
      JsonNode copy = whole.deepCopy();
      put(copy, places.get(i), yaml.readTree(junk.get(i / step % junk.size())));
      Path file = directory.resolve("asyncapi.yaml");
      Files.writeString(file, copy.toString());
      int code = run(file);
      String line = err.toString(StandardCharsets.UTF_8).strip();
      assertThat(line).as(places.get(i).toString()).doesNotContain("\n", "Exception", "internal");
      refused += code;
      read += 1 - code;
    }
    assertThat(refused).isPositive();
    assertThat(read).isPositive();
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
    if (!at.matches()) {
      places.add(at);
    }
    node.properties().forEach(e -> collect(e.getValue(), at.appendProperty(e.getKey()), places));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), at.appendIndex(i), places);
    }
  }

  private static void put(JsonNode root, JsonPointer place, JsonNode value) {
    ContainerNode<?> parent = (ContainerNode<?>) root.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), value);
    } else if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), value);
    }
  }
}
