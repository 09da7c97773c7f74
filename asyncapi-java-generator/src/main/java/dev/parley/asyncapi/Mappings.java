package dev.parley.asyncapi;

import java.util.Optional;

/** References into files whose types something else generates. */
final class Mappings {
  private final Documents documents;
  private final Options options;

  Mappings(Documents documents, Options options) {
    this.documents = documents;
    this.options = options;
  }

  /** The class that something else generates; the last mapped place on the way counts. */
  Optional<JavaType> find(Documents.Resolved resolved) {
    Optional<JavaType> found = Optional.empty();
    for (Node hop : resolved.hops()) {
      Optional<JavaType> here = find(hop);
      found = here.isPresent() ? here : found;
    }
    // Without a reference: an inline schema of a mapped file, met while its owner is merged into a
    // record here.
    return resolved.hops().isEmpty() ? find(resolved.node()) : found;
  }

  private Optional<JavaType> find(Node schema) {
    if (documents.root(options.input()).file().equals(schema.file())) {
      return Optional.empty();
    }
    return options
        .mapping(schema)
        .map(
            m ->
                JavaType.of(
                    m.pointer().isEmpty() ? m.java() + "." + foreignName(schema) : m.java()));
  }

  /**
   * Another run of this generator names by the same rules; other generators know named schemas
   * only.
   */
  private String foreignName(Node schema) {
    if (documents.root(schema.file()).has("asyncapi")) {
      return Names.at(schema);
    }
    if (!schema.pointer().matches("(/components/schemas|/definitions|/[$]defs)/[^/]+|")) {
      throw schema.refuse(
          "is in a mapped file but has no name of its own; move it to components/schemas");
    }
    return schema.pointer().isEmpty()
        ? Names.at(schema)
        : Names.type(schema.pointer().replaceAll(".*/", ""));
  }
}
