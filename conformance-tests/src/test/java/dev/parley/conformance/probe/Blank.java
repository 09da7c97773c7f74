package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Request;
import java.util.HashMap;
import java.util.Map;

/** Requests that cannot succeed, and fail later than by what is asked of their caller. */
public final class Blank {
  private Blank() {}

  /** A request from nobody that has its path, and a query parameter that no contract declares. */
  public static Request of(Operation operation) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode parameter : operation.parameters()) {
      if (parameter.path("in").asText().equals("path")) {
        values.put(parameter.path("name").asText(), Owners.nobodys());
      }
    }
    JsonNode body = JsonNodeFactory.instance.missingNode();
    return Request.of(operation, values, body).query("noSuchParameter", "x");
  }
}
