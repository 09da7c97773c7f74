package dev.parley.asyncapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message: the key it has in the document, its class, and its record, which is null where another
 * run generates it.
 */
record MessageModel(
    String key, JavaType type, @Nullable RecordModel record, String doc, Node place) {

  boolean own() {
    return record != null;
  }

  /** Name of the delegate's method for it. */
  public String handler() {
    return "on" + Names.type(key);
  }

  public String typeName() {
    return type.source();
  }

  public String javadoc() {
    return Javadoc.block("  ", List.of(doc.isEmpty() ? "The message " + key + "." : doc));
  }
}
