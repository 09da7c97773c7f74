package dev.parley.asyncapi;

import java.util.List;
import java.util.Set;

/** A parameter of a topic and the rules for its values, as far as its schema states them. */
record TopicParameter(
    String wire,
    String name,
    String javaType,
    String doc,
    String patternText,
    int minLength,
    int maxLength,
    List<String> values) {

  static TopicParameter of(String wire, Node parameter, Documents documents) {
    if (!parameter.has("schema")) {
      throw parameter.refuse("the topic parameter '" + wire + "' has no schema");
    }
    Node schema = documents.target(parameter.child("schema"));
    Schemas.check(schema);
    String type = Scalars.type(schema, Schemas.kind(schema)).source();
    if (!List.of(
            "«java.lang.String»", "«java.util.UUID»", "«java.lang.Long»", "«java.lang.Integer»")
        .contains(type)) {
      throw schema.refuse("a topic parameter is a string, a uuid or an integer");
    }
    return new TopicParameter(
        wire,
        member(wire),
        type.contains("String") || type.contains("UUID") ? type : "long",
        parameter.text("description").isEmpty()
            ? schema.text("description")
            : parameter.text("description"),
        type.contains("String") ? schema.text("pattern") : "",
        schema.json().path("minLength").asInt(1),
        schema.json().path("maxLength").asInt(Integer.MAX_VALUE),
        schema.child("enum").items().stream().map(v -> v.json().asText()).toList());
  }

  /** Its Java name, other than the names that methods with topic parameters use for themselves. */
  static String member(String wire) {
    String member = Names.member(wire);
    return Set.of("listener", "options").contains(member) ? member + "_" : member;
  }

  public boolean text() {
    return javaType.contains("String");
  }

  /**
   * The group that matches it in a topic's name. Values hold no colon, since that separates them.
   */
  String group() {
    if (text()) {
      return "([^:]+)";
    }
    return javaType.equals("long")
        ? "(-?[0-9]{1,18})"
        : "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})";
  }

  /** What turns a matched text into the value, up to the text. */
  public String parsedBefore() {
    return text()
        ? ""
        : javaType.equals("long") ? "«java.lang.Long».parseLong(" : "«java.util.UUID».fromString(";
  }

  /** What follows the text. */
  public String parsedAfter() {
    return text() ? "" : ")";
  }

  public boolean hasPattern() {
    return !patternText.isEmpty();
  }

  public String patternLiteral() {
    return Literals.quote(patternText);
  }

  public String constant() {
    return Names.constant(wire) + "_PATTERN";
  }

  /** A condition that is true for values that the schema refuses. */
  public String broken() {
    StringBuilder out = new StringBuilder(name + ".isEmpty() || " + name + ".indexOf(':') >= 0");
    if (minLength > 1) {
      out.append(" || ").append(name).append(".length() < ").append(minLength);
    }
    if (maxLength < Integer.MAX_VALUE) {
      out.append(" || ").append(name).append(".length() > ").append(maxLength);
    }
    if (hasPattern()) {
      out.append(" || !").append(constant()).append(".matcher(").append(name).append(").find()");
    }
    if (!values.isEmpty()) {
      List<String> literals = values.stream().map(Literals::quote).toList();
      out.append(" || !«java.util.List».of(")
          .append(String.join(", ", literals))
          .append(").contains(")
          .append(name)
          .append(")");
    }
    return out.toString();
  }
}
