package dev.parley.asyncapi;

import java.util.Set;

/** Strings, numbers and booleans. */
final class Scalars {
  private Scalars() {}

  /** What Jackson writes as something else than a string unless it is told to. */
  private static final Set<String> WRITTEN_AS_TEXT =
      Set.of("java.math.BigDecimal", "java.time.Instant", "java.time.LocalDate");

  static JavaType type(Node schema, String kind) {
    String format = schema.text("format");
    return switch (kind) {
      case "string" -> {
        String type = string(format);
        yield WRITTEN_AS_TEXT.contains(type) ? JavaType.of(type).asText() : JavaType.of(type);
      }
      case "integer" -> JavaType.of(integer(schema, format));
      case "number" -> JavaType.of(number(format));
      case "boolean" -> JavaType.of("java.lang.Boolean");
      default -> throw schema.refuse("the type '" + kind + "' is not supported");
    };
  }

  private static String string(String format) {
    return switch (format) {
      case "uuid" -> "java.util.UUID";
      case "date-time" -> "java.time.Instant";
      case "date" -> "java.time.LocalDate";
      case "uri" -> "java.net.URI";
      case "decimal" -> "java.math.BigDecimal";
      // Formats that only narrow a string (email, hostname, ...) change no type.
      default -> "java.lang.String";
    };
  }

  /** An int where the schema promises that it fits, else a long, or more if it promises more. */
  private static String integer(Node schema, String format) {
    if (format.equals("int64")) {
      return "java.lang.Long";
    }
    if (format.equals("uint64") || beyondLong(schema, "minimum") || beyondLong(schema, "maximum")) {
      return "java.math.BigInteger";
    }
    boolean fits =
        schema.json().path("minimum").canConvertToInt()
            && schema.json().path("maximum").canConvertToInt();
    return format.equals("int32") || fits ? "java.lang.Integer" : "java.lang.Long";
  }

  private static boolean beyondLong(Node schema, String bound) {
    var value = schema.json().path(bound);
    return value.isNumber() && !value.canConvertToLong();
  }

  private static String number(String format) {
    return switch (format) {
      case "double" -> "java.lang.Double";
      case "float" -> "java.lang.Float";
      default -> "java.math.BigDecimal";
    };
  }
}
