package dev.parley.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.contract.Schemas;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProbesTest {
  /** Bounds that JSON Schema has no word for. */
  private static final Set<String> DECIMAL =
      Set.of("below_minimum", "above_maximum", "too_precise");

  private static final String NESTED =
      """
      {"components": {"schemas": {
        "Basket": {"type": "object", "additionalProperties": false, "required": ["lines"],
          "properties": {
            "lines": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true,
              "items": {"$ref": "#/components/schemas/Line"}},
            "buyer": {"allOf": [{"$ref": "#/components/schemas/Named"},
              {"type": "object", "required": ["age"],
                "properties": {"age": {"type": "integer", "format": "int32", "minimum": 0}}}]}}},
        "Named": {"type": "object", "additionalProperties": false, "required": ["name"],
          "properties": {"name": {"type": "string", "minLength": 2, "maxLength": 5}}},
        "Line": {"type": "object", "additionalProperties": false, "required": ["unit"],
          "properties": {"unit": {"type": "string", "enum": ["kg", "m"]},
            "note": {"type": "string", "nullable": true, "pattern": "^[a-z]+$"}}}}}}
      """;

  static List<Operation> operations() {
    return Contract.all().operations();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void namesOfCasesDiffer(Operation operation) {
    List<String> names = Probes.of(operation).stream().map(Probe::name).toList();
    assertThat(names).doesNotHaveDuplicates().contains("another method");
    if (!operation.isPublic()) {
      assertThat(names).contains("no credentials", "a token signed by nobody");
    }
  }

  /** By another reading of the schemas, that of the validator that holds the answers. */
  @ParameterizedTest
  @MethodSource("operations")
  void everyBrokenBodyIsBroken(Operation operation) {
    JsonNode content = operation.bodyContent();
    JsonNode schema = content.path("schema");
    if (schema.isMissingNode()) {
      return;
    }
    JsonNode example = content.path("examples").elements().next().path("value");
    assertThat(Bodies.breaches(operation::resolve, schema, example))
        .isNotEmpty()
        .filteredOn(breach -> !DECIMAL.contains(breach.code()))
        .allSatisfy(
            breach ->
                assertThat(operation.schemas().check(schema, breach.value()))
                    .as(breach.name())
                    .isNotEmpty());
  }

  @Test
  void everyDepthIsReached() throws Exception {
    JsonNode document = Contract.JSON.readTree(NESTED);
    JsonNode basket = document.at("/components/schemas/Basket");
    JsonNode valid = Contract.JSON.readTree("{\"lines\": [{\"unit\": \"kg\"}]}");
    Schemas schemas = new Schemas(document);
    List<Breach> breaches =
        Bodies.breaches(
            node -> node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node,
            basket,
            valid);
    assertThat(schemas.check(basket, valid)).isEmpty();
    assertThat(breaches)
        .allSatisfy(b -> assertThat(schemas.check(basket, b.value())).as(b.name()).isNotEmpty());
    assertThat(breaches.stream().map(b -> b.pointer() + " " + b.code()).collect(Collectors.toSet()))
        .contains(
            " type",
            " null",
            "/noSuchProperty unknown",
            "/lines required",
            "/lines too_few_items",
            "/lines too_many_items",
            "/lines/1 repeated",
            "/lines/0 type",
            "/lines/0/unit required",
            "/lines/0/unit enum",
            "/lines/0/unit null",
            "/lines/0/note pattern",
            "/lines/0/noSuchProperty unknown",
            "/buyer/age below_minimum",
            "/buyer/age above_maximum",
            "/buyer/name too_short",
            "/buyer/name too_long")
        .doesNotContain("/lines/0/note null");
  }
}
