package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sealed interface over records. Without a discriminator it is for writing only. */
final class UnionModel implements Types.Model {

  /** One of the records and its value of the discriminator. */
  record Member(RecordModel type, String tag) {
    public String literal() {
      return Literals.quote(tag);
    }

    public String name() {
      return type.name();
    }
  }

  /** What all members have. */
  record Accessor(String signature, String javadoc) {}

  private final String name;
  private final String doc;
  private final String discriminator;
  private final List<Member> members = new ArrayList<>();

  UnionModel(String name, String doc, String discriminator) {
    this.name = name;
    this.doc = doc;
    this.discriminator = discriminator;
  }

  /** Adds a member once; another one with the same tag is refused. */
  void add(RecordModel type, String tag, Node place) {
    for (Member m : members) {
      if (m.type() == type) {
        return;
      }
      if (!discriminator.isEmpty() && m.tag().equals(tag)) {
        throw place.refuse(
            m.name() + " and " + type.name() + " both have " + discriminator + " '" + tag + "'");
      }
    }
    members.add(new Member(type, tag));
  }

  /** Tells the members that they belong to it; call it once, when all are there. */
  void seal(String packageName) {
    members.forEach(m -> m.type().join(packageName + "." + name, discriminator, m.tag()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String template() {
    return "union";
  }

  public String discriminator() {
    return discriminator;
  }

  public boolean hasDiscriminator() {
    return !discriminator.isEmpty();
  }

  public String discriminatorLiteral() {
    return Literals.quote(discriminator);
  }

  public List<Member> members() {
    return members;
  }

  public List<Accessor> accessors() {
    Map<String, String> common = new LinkedHashMap<>(members.get(0).type().accessors());
    members.forEach(m -> common.keySet().retainAll(m.type().accessors().keySet()));
    return common.entrySet().stream()
        .map(
            e ->
                new Accessor(
                    e.getKey(),
                    Javadoc.block(
                        "  ", List.of(e.getValue().isEmpty() ? "Common to all." : e.getValue()))))
        .toList();
  }

  public String javadoc() {
    return Javadoc.block("", List.of(doc.isEmpty() ? "One of the types that it permits." : doc));
  }
}
