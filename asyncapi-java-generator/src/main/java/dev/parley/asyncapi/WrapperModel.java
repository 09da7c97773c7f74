package dev.parley.asyncapi;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A record around a payload that is no object: a list, a string, anything. */
final class WrapperModel extends Case {
  private final JavaType type;
  private final String kind;
  private final String doc;

  WrapperModel(String name, Node place, JavaType type, String kind, String doc) {
    super(name, place);
    this.type = type;
    this.kind = kind;
    this.doc = doc;
  }

  @Override
  public String template() {
    return "wrapper";
  }

  @Override
  List<String> tags(String property) {
    return List.of();
  }

  @Override
  Set<String> tagged() {
    return Set.of();
  }

  @Override
  Look look() {
    return new Look(kind, Map.of(), Set.of(), Set.of());
  }

  @Override
  Map<String, String> accessors() {
    return Map.of(type.plain() + " value()", "");
  }

  public String plain() {
    return type.plain();
  }

  public boolean checked() {
    return !type.nullable() && !type.primitive();
  }

  public boolean text() {
    return type.writtenAsText();
  }

  /** An expression that makes a list or map immutable; empty for other types. */
  public String copy() {
    String copy = type.copyOf("value");
    return copy.isEmpty() || !type.nullable() ? copy : "value == null ? null : " + copy;
  }

  public boolean hasBody() {
    return checked() || !copy().isEmpty();
  }

  public String javadoc() {
    return Javadoc.block(
        "",
        List.of(doc.isEmpty() ? "The message " + name() + "." : doc, "@param value the payload"));
  }
}
