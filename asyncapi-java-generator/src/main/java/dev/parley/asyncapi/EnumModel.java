package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.SourceVersion;

/**
 * An enum of strings; {@code fallback} is the constant for values that are not known yet, or empty.
 */
record EnumModel(String name, String doc, List<Constant> constants, String fallback)
    implements Types.Model {

  /** A constant, its value on the wire. */
  record Constant(String name, String value) {
    public String literal() {
      return Literals.quote(value);
    }
  }

  /** The constant and the wire value of what an older client does not know. */
  private static final Constant UNKNOWN = new Constant("UNKNOWN", "unknown");

  static EnumModel of(Node schema, String name, boolean client) {
    List<Constant> constants = new ArrayList<>();
    List<Node> names = schema.child("x-enum-varnames").items();
    for (Node value : schema.child("enum").items()) {
      String wire = value.json().asText();
      if (!value.json().isNull() && constants.stream().noneMatch(c -> c.value().equals(wire))) {
        int i = constants.size();
        constants.add(
            new Constant(constant(i < names.size() ? names.get(i) : value, constants), wire));
      }
    }
    if (client && constants.stream().noneMatch(c -> c.name().equals(UNKNOWN.name()))) {
      constants.add(UNKNOWN);
    }
    return new EnumModel(name, schema.text("description"), constants, client ? UNKNOWN.name() : "");
  }

  /** The name that is given, or one that is made of the value and, if need be, a number. */
  private static String constant(Node named, List<Constant> before) {
    String text = named.json().asText();
    boolean given = named.pointer().contains("/x-enum-varnames/");
    Predicate<String> taken = n -> before.stream().anyMatch(c -> c.name().equals(n));
    if (given && (!SourceVersion.isName(text) || taken.test(text))) {
      throw named.refuse("'" + text + "' is no name for a Java constant of its own");
    }
    return given ? text : Names.free(Names.constant(text), "_", taken);
  }

  @Override
  public String template() {
    return "enum";
  }

  public String javadoc() {
    String text = doc.isEmpty() ? "Values of " + name + "." : doc;
    return Javadoc.block(
        "",
        fallback.isEmpty()
            ? List.of(text)
            : List.of(text, "<p>{@link #UNKNOWN} stands for a value this version does not know."));
  }

  /** For the message of a refused value. */
  public String known() {
    return Literals.quote(String.join(", ", constants.stream().map(Constant::value).toList()));
  }
}
