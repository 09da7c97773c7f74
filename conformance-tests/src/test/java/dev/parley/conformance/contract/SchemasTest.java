package dev.parley.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite's own eyes: what breaks a schema is seen. */
final class SchemasTest {
  private static final JsonNode DOCUMENT =
      json(
          """
          {'components': {'schemas': {
            'Thing': {'type': 'object', 'required': ['id'], 'properties': {
              'id': {'type': 'string', 'format': 'uuid'},
              'at': {'type': 'string', 'format': 'date-time', 'nullable': true},
              'amount': {'type': 'string', 'format': 'decimal', 'x-scale': 2},
              'price': {'type': 'string', 'format': 'decimal', 'x-exclusive-minimum': '0'},
              'count': {'type': 'integer', 'format': 'int32', 'minimum': 1},
              'kind': {'type': 'string', 'enum': ['a', 'b']},
              'inner': {'$ref': '#/components/schemas/Inner'}}},
            'Inner': {'type': 'object', 'properties': {'x': {'type': 'boolean'}}},
            'Envelope': {'type': 'object', 'required': ['type'], 'properties': {
              'type': {'type': 'string'}, 'data': {'type': 'object'}}},
            'Event': {'allOf': [{'$ref': '#/components/schemas/Envelope'},
              {'type': 'object', 'properties': {
                'type': {'const': 'e'}, 'data': {'$ref': '#/components/schemas/Inner'}}}]}}}}
          """);
  private static final String ID = "'id': '018f2f2e-8f3a-7c11-9d5b-2f6f0a4f1c01'";

  private final Schemas schemas = new Schemas(DOCUMENT);

  private static JsonNode json(String text) {
    try {
      return Contract.JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private boolean keeps(String schema, String value) {
    JsonNode reference = json("{'$ref': '#/components/schemas/" + schema + "'}");
    return schemas.check(reference, json(value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{}                                                    | false",
        "{ID}                                                  | true",
        "{'id': 'no uuid'}                                     | false",
        "{ID, 'other': 1}                                      | false",
        "{ID, 'at': null}                                      | true",
        "{ID, 'kind': null}                                    | false",
        "{ID, 'at': '2026-11-21T22:05:00Z'}                    | true",
        "{ID, 'at': '2026-11-21T22:05:00+01:00'}               | false",
        "{ID, 'at': '2026-13-21T22:05:00Z'}                    | false",
        "{ID, 'amount': '-1.25'}                               | true",
        "{ID, 'amount': '1.255'}                               | false",
        "{ID, 'amount': '1E2'}                                 | false",
        "{ID, 'amount': 1.25}                                  | false",
        "{ID, 'amount': '01'}                                  | false",
        "{ID, 'price': '0.10'}                                 | true",
        "{ID, 'price': '0.00'}                                 | false",
        "{ID, 'price': '-1'}                                   | false",
        "{ID, 'count': 0}                                      | false",
        "{ID, 'count': 2147483648}                             | false",
        "{ID, 'count': '1'}                                    | false",
        "{ID, 'kind': 'c'}                                     | false",
        "{ID, 'inner': {'x': true}}                            | true",
        "{ID, 'inner': {'y': true}}                            | false"
      })
  void objectsAreClosedAndFormatsCount(String value, boolean keeps) {
    assertThat(keeps("Thing", value.replace("ID", ID))).isEqualTo(keeps);
  }

  @Test
  void theContentOfAnEventIsClosedToo() {
    assertThat(keeps("Event", "{'type': 'e', 'data': {'x': true}}")).isTrue();
    assertThat(keeps("Event", "{'type': 'f', 'data': {'x': true}}")).isFalse();
    assertThat(keeps("Event", "{'type': 'e', 'data': {'y': true}}")).isFalse();
    assertThat(keeps("Event", "{'type': 'e', 'more': 1}")).isFalse();
  }
}
