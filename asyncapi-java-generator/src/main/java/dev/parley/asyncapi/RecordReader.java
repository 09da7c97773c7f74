package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the components and constants of a record of the properties of an object. */
final class RecordReader {
  private final Documents documents;
  private final SchemaReader schemas;

  RecordReader(Documents documents, SchemaReader schemas) {
    this.documents = documents;
    this.schemas = schemas;
  }

  void fill(RecordModel record, Shape shape) {
    List<String> wire = new ArrayList<>(shape.properties().keySet());
    wire.addAll(shape.undeclared());
    Map<String, String> members = members(wire);
    Set<String> fields = new HashSet<>(members.values());
    for (String json : shape.properties().keySet()) {
      property(record, json, members.get(json), shape, fields);
    }
    for (String json : shape.undeclared()) {
      JavaType any = JavaType.of("java.lang.Object");
      record.add(
          new RecordModel.Component(
              json, members.get(json), any, true, false, false, List.of(), ""));
    }
    if (!shape.rest().isEmpty()) {
      record.add(
          new RecordModel.Component(
              "",
              Names.free("additionalProperties", "", fields::contains),
              JavaType.mapOf(schemas.rest(shape.rest())).orNull(true),
              false,
              false,
              true,
              List.of(),
              "the properties that are not named above"));
    }
  }

  /**
   * The Java names of properties. One that is a Java name already keeps it; where two come to the
   * same, the later one is written as on the wire ({@code E} beside {@code e}), else numbered.
   */
  private static Map<String, String> members(List<String> wire) {
    Map<String, String> members = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String json : wire) {
      if (Names.member(json).equals(json)) {
        members.put(json, json);
        taken.add(json);
      }
    }
    for (String json : wire) {
      if (!members.containsKey(json)) {
        String member = Names.member(json);
        if (taken.contains(member)) {
          Optional<String> verbatim = Names.verbatim(json).filter(v -> !taken.contains(v));
          member = verbatim.orElse(Names.free(member, "", taken::contains));
        }
        members.put(json, member);
        taken.add(member);
      }
    }
    return members;
  }

  private void property(
      RecordModel record, String json, String member, Shape shape, Set<String> fields) {
    Node property = shape.properties().get(json);
    boolean required = shape.requires(json);
    Node schema = SchemaReader.unwrapSchemaFormat(documents.target(property));
    Schemas.check(schema);
    String doc =
        property.text("description").isEmpty()
            ? schema.text("description")
            : property.text("description");
    Optional<String[]> constant = constant(schema, required);
    if (constant.isPresent()) {
      String name = Names.free(Names.constant(json), "_", fields::contains);
      fields.add(name);
      String[] c = constant.get();
      record.add(new RecordModel.Const(json, member, name, c[0], c[1], c[2], required, doc));
      return;
    }
    JavaType type = schemas.type(property);
    boolean tree = type.source().contains("JsonNode");
    String kept = "Kept as a JSON tree: its schema allows several types.";
    record.add(
        new RecordModel.Component(
            json,
            member,
            type.orNull(!required),
            required,
            schema.text("format").equals("password"),
            false,
            values(schema),
            tree ? (doc + " " + kept).strip() : doc));
  }

  /**
   * Type, literal and value of a property that has one only. One that may be absent and is no
   * string is no constant: a flag would always be set.
   */
  private static Optional<String[]> constant(Node schema, boolean required) {
    Optional<String> text = Schemas.onlyValue(schema);
    if (text.isPresent()) {
      return Optional.of(
          new String[] {"«java.lang.String»", Literals.quote(text.get()), text.get()});
    }
    JsonNode value = schema.json().path("const");
    if (value.isNull() || value.isContainerNode()) {
      throw schema.refuse("const is supported for strings, numbers and booleans");
    }
    if (value.isMissingNode() || !required) {
      return Optional.empty();
    }
    return Literals.constant(value).map(c -> new String[] {c[0], c[1], value.asText()});
  }

  private static List<String> values(Node schema) {
    return Schemas.kind(schema).equals("string")
        ? schema.child("enum").items().stream()
            .filter(v -> !v.json().isNull())
            .map(v -> v.json().asText())
            .toList()
        : List.of();
  }
}
