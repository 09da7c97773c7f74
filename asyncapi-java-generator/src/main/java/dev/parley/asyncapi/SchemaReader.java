package dev.parley.asyncapi;

import java.util.ArrayList;
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
  private final RecordReader records;
  private final Map<String, Types.Model> made = new HashMap<>();
  private final Map<Types.Model, List<Case>> cases = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  SchemaReader(Documents documents, Options options, Types types) {
    this.documents = documents;
    this.options = options;
    this.types = types;
    this.mappings = new Mappings(documents, options);
    this.unions = new UnionReader(documents, options, this);
    this.records = new RecordReader(documents, this);
  }

  /** The type of the schema at a place, be it written there or referred to. */
  JavaType type(Node at) {
    Documents.Resolved resolved = documents.resolve(at);
    Node schema = unwrapSchemaFormat(resolved.node());
    if (Schemas.message(schema)) {
      throw at.refuse("expected a schema, found the message " + schema.place());
    }
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
   * The records that a schema stands for: itself or, for alternatives, each of them. Empty for what
   * is no object, or is mapped to something generated elsewhere.
   */
  List<Case> cases(Node at) {
    var type = type(at); // refuses what has no type before this looks for records in it
    Node schema = unwrapSchemaFormat(documents.resolve(at).node());
    if (mapped(at) || type.kind() != JavaType.Kind.VALUE) {
      return List.of();
    }
    if (Alternatives.present(schema)
        && Alternatives.options(schema).size() == 1
        && !structured(schema)) {
      return cases(Alternatives.options(schema).get(0));
    }
    Optional<Node> part = Schemas.onlyPart(schema, documents);
    if (part.isPresent() && !made.containsKey(schema.place())) {
      return cases(part.get());
    }
    Types.Model model = made.get(schema.place());
    return model instanceof Case record ? List.of(record) : cases.getOrDefault(model, List.of());
  }

  /** Whether something else generates its type. */
  boolean mapped(Node at) {
    return mappings.find(documents.resolve(at)).isPresent();
  }

  /** Joins the alternatives that needed all records complete; call it once, at the end. */
  void complete() {
    unions.complete();
  }

  private JavaType one(Node schema, Documents.Resolved resolved) {
    Optional<Node> holder = Alternatives.holder(schema, documents);
    if (holder.isPresent()) {
      return alternatives(schema, holder.get(), resolved);
    }
    Optional<Node> part = Schemas.onlyPart(schema, documents);
    if (part.isPresent()) {
      return type(part.get());
    }
    String kind = Schemas.kind(schema);
    boolean enumeration =
        schema.has("enum") && kind.equals("string") && !schema.child("enum").items().isEmpty();
    if (structured(schema) || enumeration) {
      return mappings.find(resolved).orElseGet(() -> made(schema));
    }
    return switch (kind) {
      case "" -> JavaType.of("java.lang.Object");
      case Schemas.MIXED -> JavaType.TREE;
      case "object" -> JavaType.mapOf(rest(Shape.of(schema, documents).rest()));
      case "array" -> JavaType.listOf(element(schema));
      default -> Scalars.type(schema, kind);
    };
  }

  private static boolean structured(Node schema) {
    return schema.has("properties") || schema.has("allOf");
  }

  private JavaType made(Node schema) {
    return JavaType.of(options.packageName() + "." + make(schema).name());
  }

  /** The type of properties that have no names; several patterns may have several types. */
  JavaType rest(List<Node> schemas) {
    List<JavaType> all = schemas.stream().map(this::type).distinct().toList();
    if (all.isEmpty()) {
      return JavaType.of("java.lang.Object");
    }
    return all.size() == 1 ? all.get(0) : JavaType.TREE;
  }

  /** The type of an array's elements; those of a tuple are trees, unless all have one type. */
  private JavaType element(Node schema) {
    List<Node> tuple = new ArrayList<>(schema.child("prefixItems").items());
    Node items = schema.child("items");
    tuple.addAll(items.json().isArray() ? items.items() : List.of());
    if (tuple.isEmpty()) {
      return items.exists() ? type(items) : JavaType.of("java.lang.Object");
    }
    return common(tuple);
  }

  private JavaType alternatives(Node schema, Node holder, Documents.Resolved resolved) {
    List<Node> all = Alternatives.options(holder);
    boolean own = structured(schema);
    if (all.size() == 1 && !own) {
      return type(all.get(0)).orNull(Alternatives.withNull(holder));
    }
    Optional<JavaType> mapped = mappings.find(resolved);
    if (mapped.isPresent()) {
      return mapped.get();
    }
    if (own || holder.has("discriminator") || all.stream().allMatch(o -> isObject(o, 0))) {
      return made(schema).orNull(Alternatives.withNull(holder));
    }
    return common(all).orNull(Alternatives.withNull(holder));
  }

  /** Whether a schema is made into a record or into alternatives of records. */
  private boolean isObject(Node at, int depth) {
    Node schema = unwrapSchemaFormat(documents.target(at));
    if (mapped(at) || depth > Schemas.MAX_DEPTH) {
      return mapped(at) && structured(schema);
    }
    Optional<Node> part = Schemas.onlyPart(schema, documents);
    if (part.isPresent()) {
      return isObject(part.get(), depth + 1);
    }
    if (Alternatives.present(schema) && !structured(schema)) {
      return Alternatives.options(schema).stream().allMatch(o -> isObject(o, depth + 1));
    }
    return structured(schema);
  }

  /** One type for values of several schemas: theirs if they have the same, else a tree. */
  private JavaType common(List<Node> schemas) {
    String kind = "";
    Set<JavaType> found = new HashSet<>();
    for (Node at : schemas) {
      Node schema = unwrapSchemaFormat(documents.target(at));
      kind = Schemas.join(kind, Schemas.kind(schema));
      // Lists and alternatives stay trees: they may lead back here.
      boolean recursive = Alternatives.present(schema) || Schemas.kind(schema).equals("array");
      found.add(isObject(at, 0) || !recursive ? type(at) : JavaType.TREE);
    }
    if (found.size() == 1) {
      return found.iterator().next();
    }
    return switch (kind) {
      case "string" -> JavaType.of("java.lang.String");
      case "integer", "number" -> JavaType.of("java.math.BigDecimal");
      default -> JavaType.TREE;
    };
  }

  private Types.Model make(Node schema) {
    Types.Model known = made.get(schema.place());
    if (known != null) {
      return known;
    }
    String name = types.claim(Names.choices(schema), schema);
    if (schema.has("enum")) {
      return keep(schema, EnumModel.of(schema, name, options.tolerant()));
    }
    // A class may contain itself; what is open now is closed by it.
    Set<String> outer = Set.copyOf(open);
    open.clear();
    Optional<Node> holder = Alternatives.holder(schema, documents);
    Types.Model model =
        holder.isPresent()
            ? unions.read(schema, holder.get(), name)
            : object(schema, name, Shape.of(schema, documents));
    open.addAll(outer);
    return model;
  }

  /** Registers the model of a schema; before its parts are read, since it may contain itself. */
  <M extends Types.Model> M keep(Node schema, M model) {
    made.put(schema.place(), model);
    return types.add(model);
  }

  void keep(UnionModel union, List<Case> members) {
    cases.put(union, members);
  }

  private RecordModel object(Node schema, String name, Shape shape) {
    RecordModel record = keep(schema, new RecordModel(name, schema, shape.description()));
    records.fill(record, shape);
    return record;
  }

  /** The record of one alternative of a schema that has properties of its own beside them. */
  RecordModel alternative(Node schema, Node option, String union) {
    Node target = documents.target(option);
    int number = Integer.parseInt(option.pointer().replaceAll(".*/", "")) + 1;
    String own = option.has("$ref") ? Names.at(target) : "Option" + number;
    Shape shape = Shape.of(schema, documents, option);
    String name = types.claim(List.of(union + own, union + own + "Option"), option);
    RecordModel record = types.add(new RecordModel(name, option, shape.description()));
    records.fill(record, shape);
    return record;
  }

  /** The schema inside a multi-format schema object of a dialect of JSON Schema. */
  static Node unwrapSchemaFormat(Node at) {
    if (!at.has("schemaFormat")) {
      return at;
    }
    String format = at.text("schemaFormat");
    boolean known =
        format.startsWith("application/vnd.aai.asyncapi")
            || format.startsWith("application/schema+")
            || format.startsWith("application/vnd.oai.openapi");
    if (!known) {
      throw at.child("schemaFormat").refuse("the schema format " + format + " is not supported");
    }
    return at.child("schema");
  }
}
