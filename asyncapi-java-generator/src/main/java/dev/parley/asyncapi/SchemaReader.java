package dev.parley.asyncapi;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the Java type of a schema and makes the types that it needs. */
final class SchemaReader {
  private final Documents documents;
  private final Options options;
  private final Types types;
  private final Mappings mappings;
  private final UnionReader unions;
  private final Map<String, Types.Model> made = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  SchemaReader(Documents documents, Options options, Types types) {
    this.documents = documents;
    this.options = options;
    this.types = types;
    this.mappings = new Mappings(documents, options);
    this.unions = new UnionReader(documents, options, this);
  }

  /** The type of the schema at a place, be it written there or referred to. */
  JavaType type(Node at) {
    Documents.Resolved resolved = documents.resolve(at);
    Node schema = unwrapSchemaFormat(resolved.node());
    Schemas.check(schema);
    boolean nullable = at.flag("nullable") || Schemas.nullable(schema);
    // Only classes may contain themselves: a list of itself has no type.
    if (!open.add(schema.place())) {
      throw at.refuse("the schema contains itself with no object in between");
    }
    try {
      return one(schema, resolved).orNull(nullable);
    } finally {
      open.remove(schema.place());
    }
  }

  /**
   * The record of an object schema of this run; empty if it is mapped to something generated
   * elsewhere.
   */
  Optional<RecordModel> record(Node at) {
    type(at); // refuses what has no type before this looks for a record in it
    Documents.Resolved resolved = documents.resolve(at);
    Node schema = unwrapSchemaFormat(resolved.node());
    if (mappings.find(resolved).isPresent()) {
      return Optional.empty();
    }
    Schemas.check(schema);
    if (Schemas.wrapsOne(schema)) {
      return record(schema.child("allOf").items().get(0));
    }
    boolean object = schema.has("properties") || schema.has("allOf");
    if (!object || !(make(schema) instanceof RecordModel record)) {
      throw at.refuse("expected an object with properties");
    }
    return Optional.of(record);
  }

  private JavaType one(Node schema, Documents.Resolved resolved) {
    if (schema.has("anyOf")
        || schema.child("oneOf").items().stream().anyMatch(SchemaReader::isNull)) {
      return orNull(schema);
    }
    if (Schemas.wrapsOne(schema)) {
      return type(schema.child("allOf").items().get(0));
    }
    String kind = Schemas.kind(schema);
    boolean enumeration = schema.has("enum") && kind.equals("string");
    boolean object = schema.has("properties") || schema.has("allOf");
    if (schema.has("oneOf") || object || enumeration) {
      return mappings
          .find(resolved)
          .orElseGet(() -> JavaType.of(options.packageName() + "." + make(schema).name()));
    }
    return switch (kind) {
      case "" -> JavaType.of("java.lang.Object");
      case "object" -> {
        Node values = schema.child("additionalProperties");
        yield JavaType.mapOf(
            values.json().isObject() ? type(values) : JavaType.of("java.lang.Object"));
      }
      case "array" ->
          JavaType.listOf(
              schema.has("items") ? type(schema.child("items")) : JavaType.of("java.lang.Object"));
      default -> Scalars.type(schema, kind);
    };
  }

  private static boolean isNull(Node schema) {
    return schema.text("type").equals("null");
  }

  /** oneOf or anyOf of null and one other schema: the JSON Schema way to say nullable. */
  private JavaType orNull(Node schema) {
    String keyword = schema.has("anyOf") ? "anyOf" : "oneOf";
    List<Node> others = schema.child(keyword).items().stream().filter(s -> !isNull(s)).toList();
    if (others.size() != 1) {
      throw schema.refuse(keyword + " is supported for one schema and null only");
    }
    return type(others.get(0)).orNull(schema.child(keyword).items().size() > 1);
  }

  private Types.Model make(Node schema) {
    Types.Model known = made.get(schema.place());
    if (known != null) {
      return known;
    }
    String name = Names.at(schema);
    types.claim(name, schema);
    if (schema.has("enum")) {
      return keep(schema, EnumModel.of(schema, name, options.client()));
    }
    return schema.has("oneOf") ? unions.read(schema, name) : object(schema, name);
  }

  /** Registers the model of a schema; before its parts are read, since it may contain itself. */
  <M extends Types.Model> M keep(Node schema, M model) {
    made.put(schema.place(), model);
    return types.add(model);
  }

  private RecordModel object(Node schema, String name) {
    Shape shape = Shape.of(schema, documents);
    RecordModel record = keep(schema, new RecordModel(name, schema, shape.description()));
    Set<String> members = new HashSet<>();
    // A class may contain itself; what is open now is closed by it.
    Set<String> outer = Set.copyOf(open);
    open.clear();
    shape
        .properties()
        .forEach(
            (json, property) -> {
              String member = Names.member(json);
              if (!members.add(member)) {
                throw property.refuse(
                    "another property of " + name + " has the Java name " + member + " too");
              }
              if (member.isEmpty()) {
                throw property.refuse("no Java name can be made of '" + json + "'");
              }
              property(record, json, member, property, shape.requires(json));
            });
    open.addAll(outer);
    return record;
  }

  private void property(
      RecordModel record, String json, String member, Node property, boolean required) {
    Node schema = documents.target(property);
    String doc =
        property.text("description").isEmpty()
            ? schema.text("description")
            : property.text("description");
    if (schema.has("const")) {
      Schemas.check(schema);
      String[] constant =
          Literals.constant(schema)
              .orElseThrow(
                  () -> schema.refuse("const is supported for strings, integers and booleans"));
      record.add(
          new RecordModel.Const(json, member, Names.constant(json), constant[0], constant[1], doc));
    } else {
      JavaType type = type(property);
      record.add(
          new RecordModel.Component(
              json,
              member,
              type.orNull(!required),
              required,
              schema.text("format").equals("password"),
              doc));
    }
  }

  /** The schema inside a multi-format schema object of a dialect of JSON Schema. */
  private static Node unwrapSchemaFormat(Node at) {
    if (!at.has("schemaFormat")) {
      return at;
    }
    String format = at.text("schemaFormat");
    if (!format.startsWith("application/vnd.aai.asyncapi")
        && !format.startsWith("application/schema+")) {
      throw at.child("schemaFormat").refuse("the schema format " + format + " is not supported");
    }
    return at.child("schema");
  }
}
