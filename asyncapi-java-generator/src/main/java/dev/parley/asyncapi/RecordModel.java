package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A record: components for the properties that vary, constants for those that do not. */
final class RecordModel implements Types.Model {

  /** From how many components on a builder is worth its lines. */
  private static final int BUILDER_FROM = 4;

  /** A property that varies. */
  record Component(
      String json, String name, JavaType type, boolean required, boolean secret, String doc) {
    public String plain() {
      return type.plain();
    }

    /** As a builder keeps it: null until it is set. */
    public String unset() {
      return type.orNull(true).boxed();
    }

    /** Present with a null value, where absent would not do. */
    public boolean writesNull() {
      return required && type.nullable();
    }

    public boolean checked() {
      return !type.nullable() && !type.primitive();
    }

    public boolean unboxed() {
      return type.primitive();
    }

    /** The expression that makes a list or map immutable; empty for other types. */
    public String copy() {
      return switch (type.kind()) {
        case VALUE -> "";
        case LIST ->
            type.holdsNull()
                ? "«java.util.Collections».unmodifiableList(new «java.util.ArrayList»<>("
                    + name
                    + "))"
                : "«java.util.List».copyOf(" + name + ")";
        case MAP ->
            "«java.util.Collections».unmodifiableMap(new «java.util.LinkedHashMap»<>("
                + name
                + "))";
      };
    }

    public String jsonLiteral() {
      return Literals.quote(json);
    }

    public String nameLiteral() {
      return Literals.quote(name);
    }

    public boolean nullable() {
      return type.nullable();
    }
  }

  /** A property with one possible value. */
  record Const(String json, String name, String constant, String type, String literal, String doc) {
    public String jsonLiteral() {
      return Literals.quote(json);
    }
  }

  private final String name;
  private final Node place;
  private final String doc;
  private final List<Component> components = new ArrayList<>();
  private final List<Const> consts = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private final Set<String> parents = new LinkedHashSet<>();
  private String discriminator = "";
  private String tag = "";

  RecordModel(String name, Node place, String doc) {
    this.name = name;
    this.place = place;
    this.doc = doc;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String template() {
    return "record";
  }

  void add(Component component) {
    components.add(component);
    order.add(component.json());
  }

  void add(Const constant) {
    consts.add(constant);
    order.add(constant.json());
  }

  /** Makes it a case of a union that is told apart by {@code property}. */
  void join(String union, String property, String value) {
    parents.add("«" + union + "»");
    if (property.isEmpty()) {
      return;
    }
    if (!tag.isEmpty() && !(tag.equals(value) && discriminator.equals(property))) {
      throw place.refuse(
          "is told apart by "
              + discriminator
              + "="
              + tag
              + " in one union and by "
              + property
              + "="
              + value
              + " in another");
    }
    discriminator = property;
    tag = value;
  }

  /** The string constant of a property. */
  Optional<String> constant(String json) {
    return consts.stream()
        .filter(c -> c.json().equals(json) && c.type().equals("«java.lang.String»"))
        .map(c -> Literals.unquote(c.literal()))
        .findFirst();
  }

  Optional<Component> component(String json) {
    return components.stream().filter(c -> c.json().equals(json)).findFirst();
  }

  /** Accessors by signature, for what the members of a union have in common. */
  Map<String, String> accessors() {
    Map<String, String> accessors = new LinkedHashMap<>();
    consts.forEach(c -> accessors.put(c.type() + " " + c.name() + "()", c.doc()));
    components.forEach(c -> accessors.put(c.plain() + " " + c.name() + "()", c.doc()));
    return accessors;
  }

  Node place() {
    return place;
  }

  public boolean hasTag() {
    return !tag.isEmpty();
  }

  public String tagLiteral() {
    return Literals.quote(tag);
  }

  public List<Component> components() {
    return components;
  }

  public List<Const> consts() {
    return consts;
  }

  /** The JSON names as literals, in the schema's order. */
  public List<String> order() {
    return order.stream().map(Literals::quote).toList();
  }

  public List<String> parents() {
    return List.copyOf(parents);
  }

  public boolean hasParents() {
    return !parents.isEmpty();
  }

  public boolean hasConsts() {
    return !consts.isEmpty();
  }

  public boolean hasOrder() {
    return !order.isEmpty();
  }

  /** Whether toString has something to hide. */
  public boolean hasSecrets() {
    return components.stream().anyMatch(Component::secret);
  }

  public boolean hasBuilder() {
    return components.size() >= BUILDER_FROM;
  }

  /** Whether the canonical constructor has anything to check or copy. */
  public boolean hasChecks() {
    return components.stream().anyMatch(c -> c.checked() || !c.copy().isEmpty());
  }

  public String javadoc() {
    List<String> lines = new ArrayList<>();
    lines.add(doc.isEmpty() ? "The JSON object " + name + "." : doc);
    for (Component c : components) {
      lines.add(
          "@param " + c.name() + " " + (c.doc().isEmpty() ? "the property " + c.json() : c.doc()));
    }
    return Javadoc.block("", lines);
  }
}
