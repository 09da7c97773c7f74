package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads messages. */
final class MessageReader {
  private final Documents documents;
  private final Options options;
  private final Types types;
  private final SchemaReader schemas;
  private final Map<String, MessageModel> read = new HashMap<>();

  MessageReader(Documents documents, Options options, Types types, SchemaReader schemas) {
    this.documents = documents;
    this.options = options;
    this.types = types;
    this.schemas = schemas;
  }

  /** The message at a place, be it written there or referred to. */
  MessageModel read(Node at) {
    Node message = documents.target(at);
    MessageModel known = read.get(message.place());
    if (known == null) {
      known = message(message);
      read.put(message.place(), known);
    }
    return known;
  }

  private MessageModel message(Node message) {
    if (!message.json().isObject()) {
      throw message.refuse("a message is an object, this is " + message.json().getNodeType());
    }
    String key = key(message);
    String doc = message.text("summary");
    if (!message.text("description").isEmpty()) {
      doc =
          doc.isEmpty() ? message.text("description") : doc + "\n\n" + message.text("description");
    }
    // A message without payload may hold anything: the document does not say.
    Node declared = message.child("payload");
    Node payload =
        declared.exists()
            ? declared
            : new Node(message.file(), declared.pointer(), BooleanNode.TRUE);
    JavaType type = schemas.type(payload);
    List<Case> cases = schemas.cases(payload);
    boolean elsewhere = schemas.mapped(payload) && type.kind() == JavaType.Kind.VALUE;
    if (cases.isEmpty() && !elsewhere) {
      WrapperModel wrapper = wrapper(message, payload, type, doc);
      type = JavaType.of(options.packageName() + "." + wrapper.name());
      cases = List.of(wrapper);
    }
    return new MessageModel(key, type, cases, doc, message);
  }

  private WrapperModel wrapper(Node message, Node payload, JavaType type, String doc) {
    String kind = Schemas.kind(SchemaReader.unwrapSchemaFormat(documents.target(payload)));
    String shown =
        switch (kind) {
          case "", Schemas.MIXED -> "any";
          case "integer" -> "number";
          default -> type.equals(JavaType.TREE) ? "any" : kind;
        };
    String name = types.claim(Names.choices(message), message);
    return types.add(new WrapperModel(name, message, type, shown, doc));
  }

  private static String key(Node message) {
    if (message.pointer().isEmpty()) {
      return message.file().getFileName().toString().replaceAll("\\.[^.]*$", "");
    }
    return message.pointer().replaceAll(".*/", "").replace("~1", "/").replace("~0", "~");
  }
}
