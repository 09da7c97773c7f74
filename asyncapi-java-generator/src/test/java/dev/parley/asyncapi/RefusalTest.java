package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that cannot be honoured are refused with file, place and reason. */
class RefusalTest {
  private static final String FRAME =
      """
      asyncapi: 3.0.0
      channels:
        c: { address: /c, messages: { m: { $ref: '#/components/messages/m' } } }
      operations:
        get: { action: receive, channel: { $ref: '#/channels/c' } }
      components:
        messages:
          m: { payload: { type: object, required: [type], properties: { type: { const: m } } } }
      """;

  @TempDir Path directory;

  private void refuses(String document, String... expected) throws IOException {
    Path file = Files.writeString(directory.resolve("doc.yaml"), document);
    List<String> args =
        List.of(
            "--input",
            file.toString(),
            "--package",
            "p",
            "--output",
            directory.resolve("out").toString(),
            "--target",
            "server",
            "--map",
            "mapped.yaml=q");
    assertThatThrownBy(() -> Main.generate(args))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(expected)
        .hasMessageStartingWith(file.toString())
        .message()
        .doesNotContain("\n");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { $ref: '#/components/schemas/Nope' } | | unresolved $ref '#/components/schemas/Nope'
          { $ref: 'nope.yaml#/X' } | | there is no file
          { $ref: 'https://example.org/x.yaml' } | | is not a file path or a place in this file
          { $ref: '#anchor' } | | anchors are not supported
          { $ref: '#/components/schemas/S' } | | $ref leads back to itself
          { type: array, items: { $ref: '#/components/schemas/S' } } | /items | contains itself with no object in between
          { allOf: [{ $ref: '#/components/schemas/S' }] } | /allOf/0 | contains itself with no object in between
          { allOf: [{ $ref: '#/components/schemas/S' }, { properties: { a: {} } }] } | | allOf leads back to this schema
          { oneOf: [{ type: string }, { type: integer }] } | | oneOf without a discriminator
          { oneOf: [{ type: string }], discriminator: kind } | /oneOf/0 | expected an object with properties
          { oneOf: [{ type: object, properties: { a: {} } }], discriminator: kind } | /oneOf/0 | has no property 'kind'
          { anyOf: [{ type: string }, { type: integer }] } | | anyOf is supported for one schema and null only
          { not: { type: string } } | | the keyword not is not supported
          { type: object, patternProperties: { a: {} } } | | the keyword patternProperties is not supported
          { type: array, prefixItems: [{}] } | | the keyword prefixItems is not supported
          { type: [string, integer] } | | more than one type (string, integer) is not supported
          { type: file } | | the type 'file' is not supported
          { type: object, properties: { a: { const: 1.5 } } } | /properties/a | const is supported for strings, integers and booleans
          { type: object, properties: { a: { const: null } } } | /properties/a | const is supported for
          { type: object, properties: { a-b: {}, aB: {} } } | /properties/aB | another property of S has the Java name aB too
          { type: object, properties: { '$': {} } } | /properties/$ | no Java name can be made of '$'
          { type: object, required: [a], properties: { b: {} } } | | requires the property 'a'
          { type: string, enum: [a-b, a_b] } | /enum/1 | has no Java constant of its own ('A_B')
          { type: string, enum: [aB, a_b] } | /enum/1 | name the constants with x-enum-varnames
          { oneOf: [{ type: object, properties: { a: {} } }], properties: { b: {} }, discriminator: a } | | are not supported together
          { type: object, properties: { a: {} }, additionalProperties: { type: string } } | | properties beside a schema for additionalProperties
          { allOf: [{ properties: { a: { type: string } } }, { properties: { a: { type: integer } } }] } | /allOf/1/properties/a | is of type integer here and of type string at
          { allOf: [{ type: string }, { properties: { a: {} } }] } | /allOf/0 | expected object
          { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {} } | /schemaFormat | is not supported
          """)
  void refusesSchema(String schema, String below, String reason) throws IOException {
    String pointer = below == null ? "" : below;
    refuses(
        FRAME + "  schemas:\n    S: " + schema + "\n", "/components/schemas/S" + pointer, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          asyncapi: 3.0.0 | asyncapi: 2.6.0 | #: expected asyncapi 3.0.x, found '2.6.0'
          action: receive | action: reply | the action 'reply' is neither send nor receive
          address: /c, | | #/channels/c: has no address
          payload: { type: object, | headers: { type: object, | a message without payload is not supported
          """)
  void refusesDocument(String good, String bad, String reason) throws IOException {
    refuses(FRAME.replace(good, bad == null ? "" : bad), reason);
  }

  @Test
  void refusesMessagesThatNothingTellsApart() throws IOException {
    refuses(
        FRAME.replace(
            "messages: { m: {",
            "messages: { o: { payload: { type: object, properties: { a: {} } } }, m: {"),
        "#/channels/c: the messages o, m have no const string property in common");
  }

  @Test
  void refusesTopicParameterWithoutSchema() throws IOException {
    refuses(
        FRAME.replace("action: receive,", "action: send, x-topic: 'm:{id}',"),
        "#/operations/get/x-topic: the topic parameter 'id' has no schema in x-topic-parameters");
    refuses(
        FRAME.replace(
            "action: receive,", "action: send, x-topic: 'm:{id}', x-topic-parameters: { id: {} },"),
        "#/operations/get/x-topic-parameters/id: the topic parameter 'id' has no schema");
    refuses(
        FRAME.replace(
            "action: receive,",
            "action: send, x-topic: m, x-topic-parameters: { id: { schema: {} } },"),
        "#/operations/get/x-topic-parameters/id: is not a parameter of the topic 'm'");
  }

  @Test
  void refusesTypesThatClash() throws IOException {
    refuses(
        FRAME
            + "  schemas:\n    order-view: { type: object, properties: { a: {} } }\n"
            + "    OrderView: { type: object, properties: { a: {} } }\n",
        "/components/schemas/OrderView: the Java type OrderView is already made of",
        "/components/schemas/order-view");
    refuses(
        FRAME + "  schemas:\n    CEndpoint: { type: object, properties: { a: {} } }\n",
        "/channels/c: the Java type CEndpoint is already made of");
  }

  @Test
  void refusesDuplicateKeysAndBrokenYamlWithTheLine() throws IOException {
    refuses(FRAME + "  messages: {}\n", "line", "not YAML", "messages");
    refuses("asyncapi: [", "line", "not YAML");
    refuses(FRAME + "x: &a 1\ny: *a\n", "line", "YAML anchors and aliases are not supported");
  }

  @Test
  void refusesSealedTypesOverMappedOnes() throws IOException {
    Files.writeString(
        directory.resolve("mapped.yaml"),
        "components: { schemas: { X: { type: object, properties: { kind: { const: x } } } } }");
    refuses(
        FRAME
            + "  schemas:\n    S: { discriminator: kind, oneOf: [{ $ref: 'mapped.yaml#/components/schemas/X' }] }\n",
        "/components/schemas/S/oneOf/0: is generated elsewhere, so the sealed S cannot permit it");
    refuses(
        FRAME.replace(
            "payload: { type: object, required: [type], properties: { type: { const: m } } }",
            "payload: { $ref: 'mapped.yaml#/components/schemas/X' }"),
        "#/channels/c: client messages come from a mapped file");
  }
}
