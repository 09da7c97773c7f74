package dev.parley.asyncapi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The properties of an object, those of its allOf parts merged in, in the order they are met. */
final class Shape {
  private final Documents documents;
  private final Map<String, Node> properties = new LinkedHashMap<>();
  private final Set<String> required = new HashSet<>();
  private final Deque<Node> open = new ArrayDeque<>();
  private String description = "";

  private Shape(Documents documents) {
    this.documents = documents;
  }

  static Shape of(Node schema, Documents documents) {
    Shape shape = new Shape(documents);
    shape.merge(schema);
    for (String name : shape.required) {
      if (!shape.properties.containsKey(name)) {
        throw schema.refuse("requires the property '" + name + "', which it does not declare");
      }
    }
    return shape;
  }

  Map<String, Node> properties() {
    return properties;
  }

  boolean requires(String property) {
    return required.contains(property);
  }

  String description() {
    return description;
  }

  private void merge(Node schema) {
    if (open.contains(schema)) {
      throw schema.refuse("allOf leads back to this schema");
    }
    Schemas.check(schema);
    if (!Schemas.kind(schema).equals("object") && Schemas.shapes(schema)) {
      throw schema.refuse(
          "a part of an object is of type '" + Schemas.kind(schema) + "', expected object");
    }
    if (schema.has("properties") && schema.child("additionalProperties").json().isObject()) {
      throw schema.refuse("properties beside a schema for additionalProperties are not supported");
    }
    open.push(schema);
    schema.child("allOf").items().forEach(part -> merge(documents.target(part)));
    schema.child("properties").fields().forEach(this::put);
    schema.child("required").items().forEach(name -> required.add(name.json().asText()));
    if (!schema.text("description").isEmpty()) {
      description = schema.text("description");
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
      if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
        throw property.refuse(
            "is of type " + after + " here and of type " + before + " at " + earlier.place());
      }
      properties.put(name, property);
    }
  }
}
