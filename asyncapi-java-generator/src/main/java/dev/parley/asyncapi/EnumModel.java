package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * An enum of strings; {@code fallback} is the constant for values that are not known yet, or empty.
 */
record EnumModel(String name, String doc, List<Constant> constants, String fallback)
    implements Types.Model {

  /** A constant, its value on the wire. */
  record Constant(String name, String literal) {}

  /** The constant and the wire value of what an older client does not know. */
  private static final Constant UNKNOWN = new Constant("UNKNOWN", "\"unknown\"");

  static EnumModel of(Node schema, String name, boolean client) {
    List<Constant> constants = new ArrayList<>();
    List<Node> names = schema.child("x-enum-varnames").items();
    for (Node value : schema.child("enum").items()) {
      if (!value.json().isNull()) {
        int i = constants.size();
        String constant =
            i < names.size() ? names.get(i).json().asText() : Names.constant(value.json().asText());
        if (!SourceVersion.isName(constant)
            || constants.stream().anyMatch(c -> c.name().equals(constant))) {
          throw value.refuse(
              "the value '"
                  + value.json().asText()
                  + "' has no Java constant of its own ('"
                  + constant
                  + "'); name the constants with x-enum-varnames");
        }
        constants.add(new Constant(constant, Literals.quote(value.json().asText())));
      }
    }
    if (client && constants.stream().noneMatch(c -> c.name().equals(UNKNOWN.name()))) {
      constants.add(UNKNOWN);
    }
    return new EnumModel(name, schema.text("description"), constants, client ? UNKNOWN.name() : "");
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
    return Literals.quote(
        String.join(", ", constants.stream().map(c -> Literals.unquote(c.literal())).toList()));
  }
}
