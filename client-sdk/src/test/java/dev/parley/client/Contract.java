package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The operations of the bundled contracts that programs call. */
final class Contract {
  private Contract() {}

  /**
   * Every operation that is not for browsers alone, with its {@code method} and {@code path} beside
   * what the contract says.
   */
  static List<JsonNode> operations() {
    try (InputStream bundle = Contract.class.getResourceAsStream("/specs/openapi.yaml")) {
      List<JsonNode> operations = new ArrayList<>();
      new YAMLMapper()
          .readTree(bundle)
          .path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          e -> {
                            if (e.getValue().has("operationId")
                                && !e.getValue().path("x-browser-only").asBoolean()) {
                              operations.add(
                                  ((ObjectNode) e.getValue().deepCopy())
                                      .put("method", e.getKey().toUpperCase(java.util.Locale.ROOT))
                                      .put("path", path.getKey()));
                            }
                          }));
      return operations;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
