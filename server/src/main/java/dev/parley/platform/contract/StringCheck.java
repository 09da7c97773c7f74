package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a string: its enum, format, length, pattern, and for a decimal its bounds and scale. */
final class StringCheck implements Check {
  private final Set<String> values = new LinkedHashSet<>();
  private final String format;
  private final int shortest;
  private final int longest;
  private final @Nullable Pattern pattern;
  private final @Nullable BigDecimal least;
  private final @Nullable BigDecimal above;
  private final @Nullable BigDecimal most;
  private final int scale;

  StringCheck(JsonNode schema) {
    schema.path("enum").forEach(v -> values.add(v.asText()));
    if (schema.has("const")) {
      values.add(schema.get("const").asText());
    }
    format = schema.path("format").asText();
    shortest = schema.path("minLength").asInt(0);
    longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    pattern = schema.has("pattern") ? Patterns.compile(schema.get("pattern").asText()) : null;
    least = decimal(schema, "x-minimum");
    above = decimal(schema, "x-exclusive-minimum");
    most = decimal(schema, "x-maximum");
    scale = schema.path("x-scale").asInt(18);
  }

  private static @Nullable BigDecimal decimal(JsonNode schema, String word) {
    return Optional.ofNullable(schema.get(word)).map(n -> new BigDecimal(n.asText())).orElse(null);
  }

  @Override
  public void check(JsonNode value, String pointer, Findings found) {
    if (!value.isTextual()) {
      found.add(pointer, "type", "must be a string, found " + ObjectCheck.kind(value));
      return;
    }
    String text = value.textValue();
    if (!values.isEmpty()) {
      if (!values.contains(text)) {
        found.add(
            pointer,
            "enum",
            "must be one of " + String.join(", ", values) + ", found " + ValueTypes.quote(text));
      }
      return;
    }
    int length = text.codePointCount(0, text.length());
    if (length < shortest) {
      found.add(
          pointer, "too_short", "must have at least " + shortest + " characters, found " + length);
    } else if (length > longest) {
      // Neither pattern nor format looks at text that is refused for its length.
      found.add(
          pointer, "too_long", "must have at most " + longest + " characters, found " + length);
    } else if (!Formats.isStorable(text)) {
      found.add(pointer, "characters", "must not have NUL or broken surrogates");
    } else if (!checkFormat(text, pointer, found)) {
      return;
    } else if (pattern != null && !pattern.matcher(text).find()) {
      found.add(pointer, "pattern", "must match " + pattern);
    }
  }

  private boolean checkFormat(String text, String pointer, Findings found) {
    return switch (format) {
      case "uuid" -> require(Formats::isUuid, text, pointer, "must be a UUID", found);
      case "date-time" ->
          require(
              Formats::isDateTime,
              text,
              pointer,
              "must be an RFC 3339 time such as 2026-01-31T12:00:00Z",
              found);
      case "date" ->
          require(Formats::isDate, text, pointer, "must be a date such as 2026-01-31", found);
      case "email" -> require(Formats::isEmail, text, pointer, "must be an e-mail address", found);
      case "uri" -> require(Formats::isUri, text, pointer, "must be an absolute URI", found);
      case "decimal" ->
          require(
                  Formats::isDecimal,
                  text,
                  pointer,
                  "must be a decimal number such as \"1.25\"",
                  found)
              && checkDecimal(new BigDecimal(text), pointer, found);
      default -> true;
    };
  }

  private static boolean require(
      Predicate<String> rule, String text, String pointer, String message, Findings found) {
    boolean holds = rule.test(text);
    if (!holds) {
      found.add(pointer, "format", message);
    }
    return holds;
  }

  private boolean checkDecimal(BigDecimal number, String pointer, Findings found) {
    if (least != null && number.compareTo(least) < 0) {
      found.add(pointer, "below_minimum", "must be at least " + least.toPlainString());
    } else if (above != null && number.compareTo(above) <= 0) {
      found.add(pointer, "below_minimum", "must be greater than " + above.toPlainString());
    } else if (most != null && number.compareTo(most) > 0) {
      found.add(pointer, "above_maximum", "must be at most " + most.toPlainString());
    } else if (number.stripTrailingZeros().scale() > scale) {
      found.add(pointer, "too_precise", "must have at most " + scale + " digits after the point");
    } else {
      return true;
    }
    return false;
  }
}
