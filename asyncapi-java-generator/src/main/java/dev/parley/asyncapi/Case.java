package dev.parley.asyncapi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A type that can be a case of sealed interfaces. */
abstract class Case implements Types.Model {

  /** What a JSON value of it looks like, as far as that tells it from others. */
  record Look(
      String kind, Map<String, String> constants, Set<String> required, Set<String> properties) {}

  private final String name;
  private final Node place;
  private final Set<String> parents = new LinkedHashSet<>();
  private String discriminator = "";
  private List<String> tags = List.of();
  private boolean chosen;

  Case(String name, Node place) {
    this.name = name;
    this.place = place;
  }

  /** The values by which a property of strings names this type; empty if it is no such property. */
  abstract List<String> tags(String property);

  /** Properties that may name the type. */
  abstract Set<String> tagged();

  abstract Look look();

  /** Accessors by signature, for what the members of a union have in common. */
  abstract Map<String, String> accessors();

  @Override
  public String name() {
    return name;
  }

  Node place() {
    return place;
  }

  /** Whether another union tells it apart by something else. */
  boolean conflicts(String property, List<String> values) {
    return !tags.isEmpty() && !(tags.equals(values) && discriminator.equals(property));
  }

  /** Makes it a case of a union that is told apart by {@code property}. */
  void join(String union, String property, List<String> values) {
    parent(union);
    if (conflicts(property, values)) {
      throw place.refuse(
          "is told apart by "
              + discriminator
              + "="
              + String.join(",", tags)
              + " in one union and by "
              + property
              + "="
              + String.join(",", values)
              + " in another");
    }
    discriminator = property;
    tags = values;
  }

  /** Makes it a case of a union that is told apart by looks. */
  void join(String union) {
    parent(union);
    chosen = true;
  }

  /** Makes it a case of a union that nobody reads. */
  void parent(String union) {
    parents.add("«" + union + "»");
  }

  public List<String> parents() {
    return List.copyOf(parents);
  }

  public boolean hasParents() {
    return !parents.isEmpty();
  }

  /** Whether it must not inherit the deserializer of its union, which would call itself. */
  public boolean chosen() {
    return chosen;
  }

  public boolean hasTag() {
    return tags.size() == 1;
  }

  public String tagLiteral() {
    return Literals.quote(tags.get(0));
  }
}
