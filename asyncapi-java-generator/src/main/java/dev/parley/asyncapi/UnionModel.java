package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sealed interface over records, told apart by a property, else by what they look like, else for
 * writing only.
 */
final class UnionModel implements Types.Model {

  /** One of the records and its values of the discriminator. */
  record Member(Case type, List<String> tags) {

    /** An entry of {@code JsonSubTypes}. */
    public String subtype() {
      String literals = String.join(", ", tags.stream().map(Literals::quote).toList());
      return tags.size() == 1 ? "name = " + literals : "names = {" + literals + "}";
    }

    public String name() {
      return type.name();
    }

    /** How {@code JsonChoice} knows it. */
    public String look() {
      Case.Look look = type.look();
      List<String> constants = new ArrayList<>();
      look.constants()
          .forEach((k, v) -> constants.add(Literals.quote(k) + ", " + Literals.quote(v)));
      return Literals.quote(look.kind())
          + ", «java.util.List».of("
          + String.join(", ", constants)
          + "), «java.util.List».of("
          + String.join(", ", look.required().stream().map(Literals::quote).toList())
          + "), «java.util.List».of("
          + String.join(", ", look.properties().stream().map(Literals::quote).toList())
          + ")";
    }
  }

  /** A value of the discriminator. */
  record Tag(String name, String value) {
    public String literal() {
      return Literals.quote(value);
    }
  }

  /** What all members have. */
  record Accessor(String signature, String javadoc) {}

  private final String name;
  private final String doc;
  private final List<Member> members = new ArrayList<>();
  private String discriminator;
  private boolean chosen;

  UnionModel(String name, String doc, String discriminator) {
    this.name = name;
    this.doc = doc;
    this.discriminator = discriminator;
  }

  /** Decides late; no member may be there yet. */
  void tellBy(String property) {
    discriminator = property;
  }

  /** Adds a member once; another one with the same tag is refused. */
  void add(Case type, List<String> tags, Node place) {
    for (Member m : members) {
      if (m.type() == type) {
        return;
      }
      if (!discriminator.isEmpty() && m.tags().stream().anyMatch(tags::contains)) {
        throw place.refuse(
            m.name()
                + " and "
                + type.name()
                + " both have "
                + discriminator
                + " '"
                + String.join("', '", tags)
                + "'");
      }
    }
    members.add(new Member(type, tags));
  }

  /** Adds a member that is told apart by its looks. */
  void add(Case type) {
    add(type, List.of(), type.place());
  }

  /** Tells the members that they belong to it; call it once, when all are there. */
  void seal(String packageName) {
    members.forEach(m -> m.type().join(packageName + "." + name, discriminator, m.tags()));
  }

  /**
   * The same where no one property tells the members apart: whoever reads has to look at the value.
   */
  void sealByLooks(String packageName) {
    discriminator = "";
    chosen = true;
    members.forEach(m -> m.type().join(packageName + "." + name));
  }

  /** For writing only. */
  void sealForWriting(String packageName) {
    members.forEach(m -> m.type().parent(packageName + "." + name));
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

  public boolean chosen() {
    return chosen;
  }

  public String discriminatorLiteral() {
    return Literals.quote(discriminator);
  }

  public List<Member> members() {
    return members;
  }

  public List<Tag> tags() {
    return members.stream()
        .flatMap(m -> m.tags().stream().map(tag -> new Tag(m.name(), tag)))
        .toList();
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
