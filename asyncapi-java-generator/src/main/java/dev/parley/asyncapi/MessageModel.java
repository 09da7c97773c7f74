package dev.parley.asyncapi;

import java.util.List;

/**
 * A message: the key it has in the document, its class, and the records that it may be, of which
 * there are none where another run generates them.
 */
record MessageModel(String key, JavaType type, List<Case> cases, String doc, Node place) {

  boolean own() {
    return !cases.isEmpty();
  }

  /** Name of the method for it. */
  public String handler() {
    return "on" + Names.type(key);
  }

  public String typeName() {
    return type.source();
  }

  public String javadoc() {
    return Javadoc.block("  ", List.of(doc.isEmpty() ? "The message " + key + "." : doc));
  }

  /** The same for another message of the same type, which nobody could tell from this one. */
  MessageModel with(MessageModel other) {
    String also = "Also the message " + other.key + ", which has the same payload.";
    return new MessageModel(
        key,
        type,
        cases,
        (doc.isEmpty() ? "The message " + key + "." : doc) + "\n\n" + also,
        place);
  }
}
