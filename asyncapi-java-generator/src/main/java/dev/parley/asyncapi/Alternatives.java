package dev.parley.asyncapi;

import java.util.List;
import java.util.Optional;

/** The oneOf or anyOf of a schema. */
final class Alternatives {
  private Alternatives() {}

  /** Whether it has a choice between shapes; one between constraints alone makes no difference. */
  static boolean present(Node schema) {
    return all(schema).stream().anyMatch(Schemas::shapes);
  }

  /** The alternatives, null left out. */
  static List<Node> options(Node schema) {
    return all(schema).stream().filter(o -> !isNull(o)).toList();
  }

  static boolean withNull(Node schema) {
    return all(schema).stream().anyMatch(Alternatives::isNull);
  }

  private static List<Node> all(Node schema) {
    return schema.child(schema.has("oneOf") ? "oneOf" : "anyOf").items();
  }

  private static boolean isNull(Node schema) {
    return schema.text("type").equals("null");
  }

  /** Where the choice of a schema is made: in itself or in a part of its allOf. */
  static Optional<Node> holder(Node schema, Documents documents) {
    return holder(schema, documents, 0);
  }

  private static Optional<Node> holder(Node schema, Documents documents, int depth) {
    if (present(schema)) {
      return Optional.of(schema);
    }
    if (depth > Schemas.MAX_DEPTH) {
      throw schema.refuse("allOf leads back to this schema");
    }
    return schema.child("allOf").items().stream()
        .map(part -> holder(documents.target(part), documents, depth + 1))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
