package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Optional;

/** Values as Java literals. */
final class Literals {
  private Literals() {}

  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        // Others than ASCII too: guillemets are what Imports looks for, and a compiler may be told
        // of another encoding.
        default ->
            out.append(
                c < ' ' || c > '~'
                    ? String.format(Locale.ROOT, "\\u%04x", (int) c)
                    : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  /** Type and literal of a const; empty for one that is neither string, integer nor boolean. */
  static Optional<String[]> constant(JsonNode value) {
    if (value instanceof TextNode) {
      return Optional.of(new String[] {"«java.lang.String»", quote(value.asText())});
    }
    if (value.isBoolean()) {
      return Optional.of(new String[] {"boolean", value.asText()});
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Optional.of(
          value.canConvertToInt()
              ? new String[] {"int", value.asText()}
              : new String[] {"long", value.asText() + "L"});
    }
    return Optional.empty();
  }
}
