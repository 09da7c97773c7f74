package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.contract.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples in the contracts keep the schemas beside them. */
final class SpecExamplesTest {
  @TestFactory
  List<DynamicTest> requests() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : Contract.all().operations()) {
      JsonNode schema = operation.bodyContent().path("schema");
      for (Operation.Example example : operation.examples()) {
        // One that is to be refused may break the schema: that is what it shows.
        if (!schema.isMissingNode() && example.status() == operation.success()) {
          String name = operation.id() + " request " + example.name();
          tests.add(test(name, operation.schemas(), schema, example.body()));
        }
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> responses() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : Contract.all().operations()) {
      for (Map.Entry<String, JsonNode> response : operation.node().path("responses").properties()) {
        JsonNode content = operation.resolve(response.getValue()).path("content");
        for (JsonNode type : content) {
          for (Map.Entry<String, JsonNode> e : type.path("examples").properties()) {
            String name = operation.id() + " " + response.getKey() + " " + e.getKey();
            tests.add(
                test(name, operation.schemas(), type.path("schema"), e.getValue().path("value")));
          }
        }
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> messages() {
    List<DynamicTest> tests = new ArrayList<>();
    Contract.all()
        .asyncApis()
        .forEach(
            (module, document) -> {
              Schemas schemas = new Schemas(document);
              for (Map.Entry<String, JsonNode> e :
                  document.at("/components/messages").properties()) {
                for (JsonNode example : e.getValue().path("examples")) {
                  String name = module + " " + e.getKey() + " " + example.path("name").asText();
                  tests.add(
                      test(name, schemas, e.getValue().path("payload"), example.path("payload")));
                }
              }
            });
    return tests;
  }

  private static DynamicTest test(String name, Schemas schemas, JsonNode schema, JsonNode value) {
    return dynamicTest(name, () -> assertThat(schemas.check(schema, value)).isEmpty());
  }
}
