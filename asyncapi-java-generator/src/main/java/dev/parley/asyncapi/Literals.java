package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.node.TextNode;
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
        // Guillemets are what Imports looks for.
        case '«', '»' -> out.append(String.format("\\u%04x", (int) c));
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  /** What {@link #quote} was given. */
  static String unquote(String literal) {
    return literal.substring(1, literal.length() - 1).translateEscapes();
  }

  /** Type and literal of a const; empty for one that is neither string, integer nor boolean. */
  static Optional<String[]> constant(Node schema) {
    var value = schema.json().get("const");
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
