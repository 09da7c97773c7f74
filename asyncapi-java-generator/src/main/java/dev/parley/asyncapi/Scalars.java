package dev.parley.asyncapi;

/** Strings, numbers and booleans. */
final class Scalars {
  private Scalars() {}

  static JavaType type(Node schema, String kind) {
    String format = schema.text("format");
    return JavaType.of(
        switch (kind) {
          case "string" -> string(format);
          case "integer" -> integer(schema, format);
          case "number" -> number(format);
          case "boolean" -> "java.lang.Boolean";
          default -> throw schema.refuse("the type '" + kind + "' is not supported");
        });
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

  /** An int where the schema promises that it fits, else a long. */
  private static String integer(Node schema, String format) {
    if (format.equals("int64")) {
      return "java.lang.Long";
    }
    boolean fits =
        schema.json().path("minimum").canConvertToInt()
            && schema.json().path("maximum").canConvertToInt();
    return format.equals("int32") || fits ? "java.lang.Integer" : "java.lang.Long";
  }

  private static String number(String format) {
    return switch (format) {
      case "double" -> "java.lang.Double";
      case "float" -> "java.lang.Float";
      default -> "java.math.BigDecimal";
    };
  }
}
