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
          { $ref: '#/components/messages/m/payload/properties/nope' } | | unresolved $ref
          { $ref: 'nope.yaml#/X' } | | there is no file
          { $ref: 'https://example.org/x.yaml' } | | is not a file path or a place in this file
          { $ref: '//example.org/x.yaml' } | | is not a file path or a place in this file
          { $ref: '..\\x.yaml' } | | has a backslash; a path is written with /
          { $ref: '%zz.yaml' } | | is not well formed
          { $ref: 'a%00b.yaml' } | | is no path
          { $ref: '#anchor' } | | anchors are not supported
          { $ref: '' } | | is not a file path or a place in this file
          { $ref: '#/components/schemas/S' } | | $ref leads back to itself
          { $ref: '#/components/schemas/S/properties/a' } | | references lead in a circle
          { type: array, items: { $ref: '#/components/schemas/S' } } | /items | contains itself with no object in between
          { additionalProperties: { $ref: '#/components/schemas/S' } } | /additionalProperties | contains itself with no object in between
          { oneOf: [{ $ref: '#/components/schemas/S' }, { type: 'null' }] } | /oneOf/0 | contains itself with no object in between
          { allOf: [{ $ref: '#/components/schemas/S' }] } | | allOf leads back to this schema
          { allOf: [{ $ref: '#/components/schemas/S' }, { properties: { a: {} } }] } | | allOf leads back to this schema
          { oneOf: [{ type: string }, { properties: { kind: {} } }], discriminator: kind } | /oneOf/0 | expected an object with properties
          { oneOf: [{ type: object, properties: { a: {} } }, { type: object, properties: { b: {} } }], discriminator: kind } | /oneOf/0 | has no property 'kind'
          { oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }], discriminator: {} } | | the discriminator names no property
          { oneOf: [{ properties: { a: {} } }, { properties: { a: {} } }] } | | SOption1 and SOption2 cannot be told apart
          { oneOf: [{ type: string }], anyOf: [{ type: string }] } | | oneOf and anyOf are not supported together
          { type: object, properties: { a: { oneOf: [{ properties: { k: { const: x } } }, { properties: { k: { const: x } } }], discriminator: k } } } | /properties/a/oneOf/1 | SAOption1 and SAOption2 both have k 'x'
          { allOf: [{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, { oneOf: [{ properties: { c: {} } }, { properties: { d: {} } }] }] } | /allOf/1 | a second choice in one object is not supported
          { if: { properties: { a: { const: 1 } } }, then: { properties: { b: {} } }, properties: { a: {} } } | /then | declares properties that only sometimes exist (b)
          { dependentSchemas: { a: { properties: { b: {} } } }, properties: { a: {} } } | /dependentSchemas/a | only sometimes exist (b)
          { $dynamicRef: '#x' } | | the keyword $dynamicRef is not supported
          { $id: 'https://example.org/s', type: string } | | $id inside of a document changes what its references mean
          { type: file } | | the type 'file' is not supported
          { type: object, properties: { a: { const: null } } } | /properties/a | const is supported for strings, numbers and booleans
          { type: object, properties: { a: { const: [] } } } | /properties/a | const is supported for
          { type: string, enum: [a, b], x-enum-varnames: [A, A] } | /x-enum-varnames/1 | 'A' is no name for a Java constant of its own
          { type: string, enum: [a, b], x-enum-varnames: [a-b] } | /x-enum-varnames/0 | 'a-b' is no name for a Java constant
          { properties: { a: {} }, enum: [x] } | | are not supported together
          { allOf: [{ properties: { a: { type: string } } }, { properties: { a: { type: integer } } }] } | /allOf/1/properties/a | is of type integer here and of type string at
          { allOf: [{ type: string }, { properties: { a: {} } }] } | /allOf/0 | expected object
          { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {} } | /schemaFormat | is not supported
          { payload: { type: string } } | | expected a schema, found the message
          { $ref: '#/components/messages/m' } | | expected a schema, found the message
          [] | | a schema is an object, this is ARRAY
          x | | a schema is an object, this is STRING
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
          asyncapi: 3.0.0 | asyncapi: 3.1.0 | #: expected asyncapi 3.0.x, found '3.1.0'
          asyncapi: 3.0.0 | openapi: 3.0.0 | #: expected an AsyncAPI document, which has the key asyncapi, this is OpenAPI
          asyncapi: 3.0.0 | asyncapi: 2.6.0 | convert it first
          address: /c, | address: 'https://example.org/c', | #/channels/c/address: 'https://example.org/c' is no path
          address: /c, | address: '/c?x', | #/channels/c/address: '/c?x' is no path
          address: /c, | address: '/{a}-b', | #/channels/c/address: '{a}-b': a parameter is a whole segment
          address: /c, | address: /c, publish: {}, | #/channels/c/publish: is how AsyncAPI 2 says it
          channels: | servers: { s: { protocol: kafka } }~channels: | #/channels/c: its servers speak kafka, not ws or wss; --target models
          channel: { $ref: '#/channels/c' } | x: 1 | #/operations/get: has no channel
          channel: { $ref: '#/channels/c' } | channel: {} | its channel is not one of this document
          m: { payload | m: 7~    n: { payload | #/components/messages/m: a message is an object, this is NUMBER
          operations: | operations: []~x: | #/operations: operations is an object of names, this is ARRAY
          """)
  void refusesDocument(String good, String bad, String reason) throws IOException {
    refuses(FRAME.replace(good, bad == null ? "" : bad.replace('~', '\n')), reason);
  }

  @Test
  void refusesMessagesThatNothingTellsApart() throws IOException {
    refuses(
        FRAME.replace(
            "messages: { m: {",
            "messages: { o: { payload: { type: object, required: [type], properties: { type: { const: m } } } }, m: {"),
        "#/channels/c: the messages O and M cannot be told apart when they are received");
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
            + "  schemas:\n    A: { x-java-name: Same, type: object, properties: { a: {} } }\n"
            + "    B: { x-java-name: Same, type: object, properties: { a: {} } }\n",
        "/components/schemas/B: the Java type Same is already made of",
        "/components/schemas/A");
    refuses(
        FRAME + "  schemas:\n    CEndpoint: { type: object, properties: { a: {} } }\n",
        "/channels/c: the Java type CEndpoint is already made of");
  }

  @Test
  void refusesDuplicateKeysAndBrokenYamlWithTheLine() throws IOException {
    refuses(FRAME + "  messages: {}\n", "line", "not YAML", "messages");
    refuses("asyncapi: [", "line", "not YAML");
  }

  @Test
  void refusesSealedTypesOverMappedOnes() throws IOException {
    Files.writeString(
        directory.resolve("mapped.yaml"),
        "components: { schemas: { X: { type: object, properties: { kind: { const: x } } } } }");
    refuses(
        FRAME
            + "  schemas:\n    S: { discriminator: kind, oneOf: [{ $ref: 'mapped.yaml#/components/schemas/X' }, { properties: { kind: { const: y } } }] }\n",
        "/components/schemas/S/oneOf/0: is generated elsewhere, so the sealed S cannot permit it");
    refuses(
        FRAME.replace(
            "payload: { type: object, required: [type], properties: { type: { const: m } } }",
            "payload: { $ref: 'mapped.yaml#/components/schemas/X' }"),
        "#/channels/c: client messages come from a mapped file");
  }
}
