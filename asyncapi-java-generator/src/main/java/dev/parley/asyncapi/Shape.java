package dev.parley.asyncapi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The properties of an object, those of its allOf parts merged in, in the order they are met. */
final class Shape {
  private final Documents documents;

  /** Which alternative is taken where there is a choice; null where there is none. */
  private final @Nullable Node option;

  private final Map<String, Node> properties = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final List<Node> rest = new ArrayList<>();
  private final Deque<Node> open = new ArrayDeque<>();
  private String description = "";

  private Shape(Documents documents, @Nullable Node option) {
    this.documents = documents;
    this.option = option;
  }

  static Shape of(Node schema, Documents documents) {
    return of(schema, documents, null);
  }

  /** The shape that a schema with alternatives has when {@code option} is the one. */
  static Shape of(Node schema, Documents documents, @Nullable Node option) {
    Shape shape = new Shape(documents, option);
    shape.merge(schema);
    return shape;
  }

  Map<String, Node> properties() {
    return properties;
  }

  /** Required properties that have no schema, which may be anything. */
  List<String> undeclared() {
    return required.stream().filter(name -> !properties.containsKey(name)).toList();
  }

  boolean requires(String property) {
    return required.contains(property);
  }

  /** The schemas of the properties that have no name of their own. */
  List<Node> rest() {
    return rest;
  }

  String description() {
    return description;
  }

  private void merge(Node schema) {
    if (open.stream().anyMatch(o -> o.place().equals(schema.place()))) {
      throw schema.refuse("allOf leads back to this schema");
    }
    Schemas.check(schema);
    boolean choice = Alternatives.present(schema);
    if (!choice && !Schemas.kind(schema).equals("object") && Schemas.shapes(schema)) {
      throw schema.refuse(
          "a part of an object is of type '" + Schemas.kind(schema) + "', expected object");
    }
    open.push(schema);
    schema.child("allOf").items().forEach(part -> merge(documents.target(part)));
    schema.child("properties").fields().forEach(this::put);
    schema.child("required").items().forEach(name -> required.add(name.json().asText()));
    if (schema.child("additionalProperties").json().size() > 0) {
      rest.add(schema.child("additionalProperties"));
    }
    rest.addAll(schema.child("patternProperties").fields().values());
    if (!schema.text("description").isEmpty()) {
      description = schema.text("description");
    }
    if (choice) {
      boolean meant =
          option != null
              && option.file().equals(schema.file())
              && option
                  .pointer()
                  .matches(Pattern.quote(schema.pointer()) + "/(oneOf|anyOf)/[0-9]+");
      if (!meant) {
        throw schema.refuse("a second choice in one object is not supported");
      }
      merge(documents.target(option));
    }
    open.pop();
  }

  /**
   * A later part refines an earlier one: a const in place of any string, an object with its
   * properties.
   */
  private void put(String name, Node property) {
    Node earlier = properties.get(name);
    if (earlier == null) {
      properties.put(name, property);
    } else if (Schemas.shapes(property)) {
      String before = Schemas.kind(documents.target(earlier));
      String after = Schemas.kind(documents.target(property));
      boolean narrower = before.equals("number") && after.equals("integer");
      if (!before.isEmpty() && !after.isEmpty() && !before.equals(after) && !narrower) {
        throw property.refuse(
            "is of type " + after + " here and of type " + before + " at " + earlier.place());
      }
      properties.put(name, property);
    }
  }
}
