package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record: components for the properties that vary, constants for those that do not. */
final class RecordModel extends Case {

  /** From how many components on a builder is worth its lines. */
  private static final int BUILDER_FROM = 4;

  /** A property that varies. */
  record Component(
      String json,
      String name,
      JavaType type,
      boolean required,
      boolean secret,
      boolean rest,
      List<String> values,
      String doc) {

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
      return type.copyOf(name);
    }

    public boolean text() {
      return type.writtenAsText();
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
  record Const(
      String json,
      String name,
      String constant,
      String type,
      String literal,
      String value,
      boolean required,
      String doc) {
    public String jsonLiteral() {
      return Literals.quote(json);
    }
  }

  private final String doc;
  private final List<Component> components = new ArrayList<>();
  private final List<Const> consts = new ArrayList<>();
  private final List<String> order = new ArrayList<>();

  RecordModel(String name, Node place, String doc) {
    super(name, place);
    this.doc = doc;
  }

  @Override
  public String template() {
    return "record";
  }

  void add(Component component) {
    components.add(component);
    if (!component.rest()) {
      order.add(component.json());
    }
  }

  void add(Const constant) {
    consts.add(constant);
    order.add(constant.json());
  }

  @Override
  List<String> tags(String property) {
    return Stream.concat(
            consts.stream()
                .filter(c -> c.json().equals(property) && c.type().equals("«java.lang.String»"))
                .map(c -> List.of(c.value())),
            components.stream().filter(c -> c.json().equals(property)).map(Component::values))
        .findFirst()
        .orElse(List.of());
  }

  @Override
  Set<String> tagged() {
    return order.stream()
        .filter(o -> !tags(o).isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  Look look() {
    Map<String, String> constants = new LinkedHashMap<>();
    consts.forEach(c -> constants.put(c.json(), c.value()));
    Set<String> required = new LinkedHashSet<>();
    consts.stream().filter(Const::required).forEach(c -> required.add(c.json()));
    components.stream().filter(Component::required).forEach(c -> required.add(c.json()));
    return new Look("object", constants, required, new LinkedHashSet<>(order));
  }

  Optional<Component> component(String json) {
    return components.stream().filter(c -> c.json().equals(json)).findFirst();
  }

  @Override
  Map<String, String> accessors() {
    Map<String, String> accessors = new LinkedHashMap<>();
    consts.forEach(c -> accessors.put(c.type() + " " + c.name() + "()", c.doc()));
    components.forEach(c -> accessors.put(c.plain() + " " + c.name() + "()", c.doc()));
    return accessors;
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
    lines.add(doc.isEmpty() ? "The JSON object " + name() + "." : doc);
    for (Component c : components) {
      lines.add(
          "@param " + c.name() + " " + (c.doc().isEmpty() ? "the property " + c.json() : c.doc()));
    }
    return Javadoc.block("", lines);
  }
}
