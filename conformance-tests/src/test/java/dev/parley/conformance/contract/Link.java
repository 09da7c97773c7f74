package dev.parley.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an answer gives for another operation.
 *
 * @param source the operation whose success carries it
 * @param node its {@code parameters} and {@code requestBody}, with runtime expressions
 */
public record Link(Operation source, String name, String target, JsonNode node) {
  public boolean hasBody() {
    return node.has("requestBody");
  }
}
