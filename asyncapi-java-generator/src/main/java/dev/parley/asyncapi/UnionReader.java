package dev.parley.asyncapi;

import java.util.Map;

/**
 * Reads oneOf with a discriminator, in the form of AsyncAPI (a property's name) or of OpenAPI (an
 * object).
 */
final class UnionReader {
  private final Documents documents;
  private final Options options;
  private final SchemaReader schemas;

  UnionReader(Documents documents, Options options, SchemaReader schemas) {
    this.documents = documents;
    this.options = options;
    this.schemas = schemas;
  }

  UnionModel read(Node schema, String name) {
    String discriminator = discriminator(schema);
    UnionModel union =
        schemas.keep(schema, new UnionModel(name, schema.text("description"), discriminator));
    for (Node member : schema.child("oneOf").items()) {
      RecordModel record =
          schemas
              .record(member)
              .orElseThrow(
                  () ->
                      member.refuse(
                          "is generated elsewhere, so the sealed " + name + " cannot permit it"));
      union.add(record, tag(schema, member, discriminator), member);
    }
    union.seal(options.packageName());
    return union;
  }

  private static String discriminator(Node schema) {
    Node discriminator = schema.child("discriminator");
    String property =
        discriminator.json().isObject()
            ? discriminator.text("propertyName")
            : schema.text("discriminator");
    if (property.isEmpty()) {
      throw schema.refuse("oneOf without a discriminator");
    }
    return property;
  }

  /**
   * The value that stands for a member: its const, an entry of the mapping, or its schema's name.
   */
  private String tag(Node schema, Node member, String discriminator) {
    Node target = documents.target(member);
    // Not from the record: it may be half made, if this union stands inside it.
    Node property = Shape.of(target, documents).properties().get(discriminator);
    if (property == null) {
      throw member.refuse("has no property '" + discriminator + "' to tell it apart by");
    }
    String constant = documents.target(property).text("const");
    if (!constant.isEmpty()) {
      return constant;
    }
    String name = target.pointer().replaceAll(".*/", "");
    for (Map.Entry<String, Node> entry :
        schema.child("discriminator").child("mapping").fields().entrySet()) {
      String value = entry.getValue().json().asText();
      if (value.equals(member.text("$ref")) || value.equals(name)) {
        return entry.getKey();
      }
    }
    return name;
  }
}
