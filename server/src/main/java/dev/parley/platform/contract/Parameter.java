package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;

/**
 * A path, query, header or cookie parameter. A value that does not parse to its type or enum is a
 * 400, one that parses and breaks a limit a 422.
 *
 * @param in {@code path}, {@code query}, {@code header} or {@code cookie}
 * @param many whether it takes several values (repeated, or comma separated where {@code exploded}
 *     is false)
 */
public record Parameter(
    String name,
    String in,
    boolean required,
    boolean many,
    boolean exploded,
    int mostItems,
    ValueType type,
    Check check) {

  /** What a value must parse to before its limits are looked at. */
  @FunctionalInterface
  public interface ValueType {
    /** A message saying what was expected, or an empty one where the value parses. */
    String complaint(String raw);
  }

  /** Where it stands, as problems name it. */
  public String pointer() {
    return in + "/" + name;
  }

  /**
   * Checks every value given; {@code malformed} gets what does not parse, {@code broken} the rest.
   */
  void check(List<String> given, Findings malformed, Findings broken) {
    if (given.isEmpty()) {
      if (required) {
        broken.add(pointer(), "required", "must be given");
      }
      return;
    }
    if (!many && given.size() > 1) {
      broken.add(pointer(), "repeated", "must be given once, found " + given.size() + " times");
      return;
    }
    List<String> values =
        many && !exploded
            ? given.stream().flatMap(v -> List.of(v.split(",", -1)).stream()).toList()
            : given;
    if (values.size() > mostItems) {
      broken.add(
          pointer(),
          "too_many_items",
          "must have at most " + mostItems + " values, found " + values.size());
      return;
    }
    for (String value : values) {
      String complaint = type.complaint(value);
      if (!complaint.isEmpty()) {
        malformed.add(pointer(), "type", complaint);
      } else {
        check.check(node(value), pointer(), broken);
      }
    }
  }

  private JsonNode node(String value) {
    if (type == ValueTypes.INTEGER) {
      return JsonNodeFactory.instance.numberNode(new BigInteger(value));
    }
    return type == ValueTypes.BOOLEAN
        ? BooleanNode.valueOf(value.equals("true"))
        : TextNode.valueOf(value);
  }
}
