package dev.parley.conformance.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the server answered.
 *
 * @param path of the request, without the query
 * @param headers by name in lower case
 */
public record Answer(int status, String path, Map<String, List<String>> headers, String body) {
  /** A header, or an empty text. */
  public String header(String name) {
    return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  /** The body; missing if there is none. */
  public JsonNode json() {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : Contract.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + body, e);
    }
  }
}
