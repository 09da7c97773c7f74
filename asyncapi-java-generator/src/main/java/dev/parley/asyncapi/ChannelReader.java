package dev.parley.asyncapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads channels and operations; messages and topics are left to their own readers. */
final class ChannelReader {
  private final Documents documents;
  private final Options options;
  private final MessageReader messages;
  private final TopicReader topics;

  ChannelReader(Documents documents, Options options, MessageReader messages, TopicReader topics) {
    this.documents = documents;
    this.options = options;
    this.messages = messages;
    this.topics = topics;
  }

  List<ChannelModel> read(Node root) {
    Map<String, ChannelModel> channels = new LinkedHashMap<>();
    Map<String, Node> declared = root.child("channels").fields();
    if (declared.size() > 1 && !options.name().isEmpty()) {
      throw root.child("channels")
          .refuse("--name needs a document with one channel, this one has " + declared.size());
    }
    declared.forEach(
        (key, at) -> {
          Node channel = documents.target(at);
          channels.put(channel.place(), channel(key, channel));
        });
    root.child("operations")
        .fields()
        .values()
        .forEach(at -> operation(documents.target(at), channels));
    return List.copyOf(channels.values());
  }

  private ChannelModel channel(String key, Node channel) {
    if (channel.text("address").isEmpty()) {
      throw channel.refuse("has no address");
    }
    String name = options.name().isEmpty() ? channel.text("x-java-name") : options.name();
    Node header =
        channel
            .child("bindings")
            .child("ws")
            .child("headers")
            .child("properties")
            .child("Sec-WebSocket-Protocol");
    List<Node> protocols =
        channel.has("x-subprotocols")
            ? channel.child("x-subprotocols").items()
            : header.child("enum").items();
    if (header.has("const")) {
      protocols = List.of(header.child("const"));
    }
    return new ChannelModel(
        Names.checked(name.isEmpty() ? Names.type(key) : name, channel),
        channel,
        protocols.stream().map(p -> p.json().asText()).toList());
  }

  private void operation(Node operation, Map<String, ChannelModel> channels) {
    ChannelModel channel = channels.get(documents.target(operation.child("channel")).place());
    if (channel == null) {
      throw operation.refuse("its channel is not one of this document");
    }
    String action = operation.text("action");
    if (!action.equals("send") && !action.equals("receive")) {
      throw operation.refuse("the action '" + action + "' is neither send nor receive");
    }
    Map<String, MessageModel> own = action.equals("receive") ? channel.inbound : channel.outbound;
    Map<String, MessageModel> other = action.equals("receive") ? channel.outbound : channel.inbound;
    List<Node> refs =
        operation.has("messages")
            ? operation.child("messages").items()
            : List.copyOf(channel.place().child("messages").fields().values());
    List<MessageModel> read = refs.stream().map(messages::read).toList();
    read.forEach(m -> own.put(m.place().place(), m));
    if (operation.has("reply")) {
      reply(documents.target(operation.child("reply")), channel)
          .forEach(m -> other.put(m.place().place(), m));
    }
    if (operation.has("x-topic")) {
      if (!action.equals("send")) {
        throw operation.refuse("a topic is sent, this operation receives");
      }
      topics.read(operation, channel, read).forEach(m -> own.put(m.place().place(), m));
    }
  }

  private List<MessageModel> reply(Node reply, ChannelModel channel) {
    if (reply.has("channel") && !documents.target(reply.child("channel")).equals(channel.place())) {
      throw reply.refuse("a reply on another channel is not supported");
    }
    return reply.child("messages").items().stream().map(messages::read).toList();
  }
}
