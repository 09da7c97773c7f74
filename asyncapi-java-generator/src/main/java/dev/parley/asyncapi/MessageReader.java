package dev.parley.asyncapi;

/** Reads messages. */
final class MessageReader {
  private final Documents documents;
  private final SchemaReader schemas;

  MessageReader(Documents documents, SchemaReader schemas) {
    this.documents = documents;
    this.schemas = schemas;
  }

  /** The message at a place, be it written there or referred to. */
  MessageModel read(Node at) {
    Node message = documents.target(at);
    if (!message.has("payload")) {
      throw message.refuse("a message without payload is not supported");
    }
    String key = message.pointer().replaceAll(".*/", "");
    String doc = message.text("summary");
    if (!message.text("description").isEmpty()) {
      doc =
          doc.isEmpty() ? message.text("description") : doc + "\n\n" + message.text("description");
    }
    Node payload = message.child("payload");
    return new MessageModel(
        key, schemas.type(payload), schemas.record(payload).orElse(null), doc, message);
  }
}
