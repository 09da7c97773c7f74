package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads oneOf and anyOf of objects, with a discriminator in the form of AsyncAPI (a property's
 * name) or of OpenAPI (an object), or without one.
 */
final class UnionReader {
  private final Documents documents;
  private final Options options;
  private final SchemaReader schemas;
  private final List<Runnable> later = new ArrayList<>();

  UnionReader(Documents documents, Options options, SchemaReader schemas) {
    this.documents = documents;
    this.options = options;
    this.schemas = schemas;
  }

  /** Reads the alternatives that {@code holder}, the schema itself or a part of it, has. */
  UnionModel read(Node schema, Node holder, String name) {
    Optional<String> declared = discriminator(holder);
    UnionModel union =
        schemas.keep(schema, new UnionModel(name, schema.text("description"), declared.orElse("")));
    boolean own = schema.has("properties") || schema.has("allOf");
    List<Case> cases = new ArrayList<>();
    for (Node member : Alternatives.options(holder)) {
      List<Case> found =
          own ? List.of(schemas.alternative(schema, member, name)) : schemas.cases(member);
      if (found.isEmpty()) {
        throw member.refuse(
            schemas.mapped(member)
                ? "is generated elsewhere, so the sealed " + name + " cannot permit it"
                : "expected an object with properties");
      }
      cases.addAll(found);
      if (declared.isPresent()) {
        for (Case one : found) {
          Node place = found.size() == 1 ? documents.target(member) : one.place();
          Shape shape = own ? Shape.of(schema, documents, member) : Shape.of(place, documents);
          union.add(one, tags(holder, member, place, shape, declared.get()), member);
        }
      }
    }
    schemas.keep(union, cases.stream().distinct().toList());
    if (declared.isPresent()) {
      union.seal(options.packageName());
    } else {
      // A member may be half made yet, if this union stands inside it.
      later.add(() -> complete(schema, union, cases.stream().distinct().toList()));
    }
    return union;
  }

  /** Joins the unions without discriminator, once all records are complete. */
  void complete() {
    later.forEach(Runnable::run);
    later.clear();
  }

  private void complete(Node schema, UnionModel union, List<Case> cases) {
    Optional<String> property = Unions.discriminator(cases);
    if (property.isEmpty()) {
      Unions.alike(cases)
          .ifPresent(
              two -> {
                throw schema.refuse(
                    two.get(0).name()
                        + " and "
                        + two.get(1).name()
                        + " cannot be told apart: they have the same properties, none of them with"
                        + " another const");
              });
    }
    union.tellBy(property.orElse(""));
    Unions.join(union, cases, options.packageName());
  }

  private static Optional<String> discriminator(Node schema) {
    Node discriminator = schema.child("discriminator");
    if (!discriminator.exists()) {
      return Optional.empty();
    }
    String property =
        discriminator.json().isObject()
            ? discriminator.text("propertyName")
            : schema.text("discriminator");
    if (property.isEmpty()) {
      throw schema.refuse("the discriminator names no property");
    }
    return Optional.of(property);
  }

  /**
   * The values that stand for a member: its const or enum, entries of the mapping, or its schema's
   * name.
   */
  private List<String> tags(
      Node schema, Node member, Node target, Shape shape, String discriminator) {
    // Not from the record: it may be half made, if this union stands inside it.
    Node property = shape.properties().get(discriminator);
    if (property == null) {
      throw member.refuse("has no property '" + discriminator + "' to tell it apart by");
    }
    Optional<String> constant = Schemas.onlyValue(documents.target(property));
    if (constant.isPresent()) {
      return List.of(constant.get());
    }
    String name = target.pointer().replaceAll(".*/", "");
    List<String> mapped = new ArrayList<>();
    for (Map.Entry<String, Node> entry :
        schema.child("discriminator").child("mapping").fields().entrySet()) {
      String value = entry.getValue().json().asText();
      if (value.equals(member.text("$ref")) || value.equals(name)) {
        mapped.add(entry.getKey());
      }
    }
    return mapped.isEmpty() ? List.of(name) : mapped;
  }
}
