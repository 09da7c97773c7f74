package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that breaks exactly one rule.
 *
 * @param code of the rule, as an error names it
 * @param pointer to the place that an error names
 * @param how the value breaks it, to tell cases apart
 * @param unparsed whether a parameter's text is not of its type at all, which is 400, not 422
 * @param value the whole document with the one change
 */
public record Breach(String code, String pointer, String how, boolean unparsed, JsonNode value) {
  String name() {
    return pointer + " " + how;
  }
}
