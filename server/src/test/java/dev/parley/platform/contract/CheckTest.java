package dev.parley.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCUMENT =
      """
      {"components": {"schemas": {
        "Order": {"type": "object", "required": ["symbol", "quantity"], "properties": {
          "symbol": {"type": "string", "minLength": 1, "maxLength": 10, "pattern": "^[A-Z-]+$"},
          "quantity": {"type": "string", "format": "decimal", "x-exclusive-minimum": "0", "x-maximum": "10000", "x-scale": 2},
          "limitPrice": {"type": "string", "format": "decimal", "nullable": true},
          "side": {"type": "string", "enum": ["buy", "sell"]},
          "count": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 5},
          "tags": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"type": "string", "maxLength": 3}},
          "next": {"$ref": "#/components/schemas/Order"}}},
        "Shape": {"oneOf": [{"$ref": "#/components/schemas/Round"}, {"$ref": "#/components/schemas/Order"}],
          "discriminator": {"propertyName": "kind", "mapping": {"round": "#/components/schemas/Round"}}},
        "Round": {"allOf": [{"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "maxLength": 9}}},
          {"type": "object", "properties": {"radius": {"type": "integer", "minimum": 0, "maximum": 9}}}]}}}}
      """;

  @Test
  void acceptsWhatKeepsTheSchema() throws Exception {
    assertThat(
            found(
                "Order",
                "{'symbol': 'BTC-USD', 'quantity': '1.25', 'limitPrice': null, 'side': 'buy', 'tags': ['a', 'b']}"))
        .isEmpty();
  }

  @Test
  void findsEveryViolationAtOnce() throws Exception {
    assertThat(
            found(
                "Order",
                "{'quantity': 5, 'side': 'hold', 'count': 9, 'tags': ['abcd', 'x', 'y'], 'extra': 1, 'next': {'symbol': ''}}"))
        .containsExactlyInAnyOrder(
            "/symbol required",
            "/quantity type",
            "/side enum",
            "/count above_maximum",
            "/tags too_many_items",
            "/extra unknown",
            "/next/quantity required",
            "/next/symbol too_short");
  }

  @ParameterizedTest
  @CsvSource({
    "0, below_minimum",
    "-1, below_minimum",
    "10000.01, above_maximum",
    "1.255, too_precise",
    "1e3, format",
    "NaN, format",
    "' 1', format",
    "1., format",
    "0x1, format"
  })
  void boundsDecimals(String quantity, String code) throws Exception {
    assertThat(found("Order", "{'symbol': 'A', 'quantity': '" + quantity + "'}"))
        .containsExactly("/quantity " + code);
  }

  @Test
  void takesSnakeCaseForTheContractsNames() throws Exception {
    JsonNode order = json("{'symbol': 'A', 'quantity': '1', 'limit_price': '2.5'}");
    Findings findings = new Findings();
    check("Order").check(order, "", findings);
    assertThat(findings.isEmpty()).isTrue();
    assertThat(order.path("limitPrice").asText()).isEqualTo("2.5");
    assertThat(
            found(
                "Order", "{'symbol': 'A', 'quantity': '1', 'limit_price': '2', 'limitPrice': '3'}"))
        .containsExactly("/limitPrice repeated");
  }

  @Test
  void refusesTextThatCannotBeStored() throws Exception {
    assertThat(found("Order", "{'symbol': 'A\\u0000', 'quantity': '1'}"))
        .containsExactly("/symbol characters");
    assertThat(found("Order", "{'symbol': 'A\\ud800', 'quantity': '1'}"))
        .containsExactly("/symbol characters");
  }

  @Test
  void takesNoLineFeedForTheEnd() throws Exception {
    assertThat(found("Order", "{'symbol': 'A\\n', 'quantity': '1'}"))
        .containsExactly("/symbol pattern");
  }

  @Test
  void tellsNullFromAbsent() throws Exception {
    assertThat(found("Order", "{'symbol': null, 'quantity': '1'}")).containsExactly("/symbol null");
  }

  @Test
  void choosesByDiscriminator() throws Exception {
    assertThat(found("Shape", "{'kind': 'round', 'radius': 3}")).isEmpty();
    assertThat(found("Shape", "{'kind': 'round', 'radius': 33}"))
        .containsExactly("/radius above_maximum");
    assertThat(found("Shape", "{'kind': 'square'}")).containsExactly("/kind discriminator");
    assertThat(found("Shape", "{'radius': 3}")).containsExactly("/kind discriminator");
  }

  @Test
  void escapesPointersAndBoundsWhatItReports() throws Exception {
    assertThat(found("Order", "{'symbol': 'A', 'quantity': '1', 'a/b~c': 1}"))
        .containsExactly("/a~1b~0c unknown");
    StringBuilder many = new StringBuilder("{'symbol': 'A', 'quantity': '1'");
    for (int i = 0; i < 500; i++) {
      many.append(", 'p").append(i).append("': 1");
    }
    assertThat(found("Order", many.append("}").toString())).hasSize(100);
  }

  private static List<String> found(String schema, String value) throws JsonProcessingException {
    Findings findings = new Findings();
    check(schema).check(json(value), "", findings);
    return findings.list().stream().map(v -> v.pointer() + " " + v.code()).toList();
  }

  private static Check check(String schema) throws JsonProcessingException {
    JsonNode document = JSON.readTree(DOCUMENT);
    return new SchemaCompiler(document).compile(document.at("/components/schemas/" + schema));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
