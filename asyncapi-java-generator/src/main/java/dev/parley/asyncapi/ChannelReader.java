package dev.parley.asyncapi;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
    Map<String, Node> declared = object(root.child("channels"), "channels").fields();
    Map<String, Node> operations = object(root.child("operations"), "operations").fields();
    if (declared.size() > 1 && !options.name().isEmpty()) {
      throw root.child("channels")
          .refuse("--name needs a document with one channel, this one has " + declared.size());
    }
    Map<String, ChannelModel> channels = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    declared.forEach(
        (key, at) -> {
          Node channel = documents.target(at);
          channels.computeIfAbsent(channel.place(), place -> channel(key, channel, names));
        });
    operations.values().forEach(at -> operation(documents.target(at), channels));
    return channels.values().stream().filter(c -> c.used() || c.hasPath()).toList();
  }

  private static Node object(Node node, String name) {
    if (node.exists() && !node.json().isObject() && !node.json().isNull()) {
      throw node.refuse(name + " is an object of names, this is " + node.json().getNodeType());
    }
    return node;
  }

  private ChannelModel channel(String key, Node channel, Set<String> names) {
    for (String old : List.of("publish", "subscribe")) {
      if (channel.has(old)) {
        throw channel
            .child(old)
            .refuse("is how AsyncAPI 2 says it; a document of version 3 has operations");
      }
    }
    String given = options.name().isEmpty() ? channel.text("x-java-name") : options.name();
    String name =
        given.isEmpty()
            ? Names.free(Names.type(key), "", n -> names.contains(n.toLowerCase(Locale.ROOT)))
            : given;
    names.add(name.toLowerCase(Locale.ROOT));
    return new ChannelModel(Names.checked(name, channel), channel, subprotocols(channel));
  }

  private static List<String> subprotocols(Node channel) {
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
    return protocols.stream().map(p -> p.json().asText()).toList();
  }

  private void operation(Node operation, Map<String, ChannelModel> channels) {
    ChannelModel channel = channel(operation, channels);
    String action = operation.text("action");
    if (!action.equals("send") && !action.equals("receive")) {
      throw operation.refuse("the action '" + action + "' is neither send nor receive");
    }
    // What the server receives is inbound, whoever's document it is.
    boolean inbound = action.equals("receive") != options.describesClient();
    List<MessageModel> read = messages(operation, channel).stream().map(messages::read).toList();
    channel.add(inbound, read);
    if (operation.has("reply")) {
      reply(documents.target(operation.child("reply")), channel, channels, !inbound);
    }
    if (operation.has("x-topic")) {
      if (inbound) {
        throw operation.refuse("a topic is sent, this operation receives");
      }
      channel.add(false, topics.read(operation, channel, read));
    }
  }

  private ChannelModel channel(Node at, Map<String, ChannelModel> channels) {
    if (!at.has("channel")) {
      throw at.refuse("has no channel");
    }
    ChannelModel channel = channels.get(documents.target(at.child("channel")).place());
    if (channel == null) {
      throw at.refuse("its channel is not one of this document");
    }
    return channel;
  }

  /** The messages that are listed, else all of the channel. */
  private static List<Node> messages(Node at, ChannelModel channel) {
    return at.has("messages")
        ? at.child("messages").items()
        : List.copyOf(channel.place().child("messages").fields().values());
  }

  private void reply(
      Node reply, ChannelModel own, Map<String, ChannelModel> channels, boolean inbound) {
    if (reply.has("channel") || reply.has("messages")) {
      ChannelModel channel = reply.has("channel") ? channel(reply, channels) : own;
      channel.add(inbound, messages(reply, channel).stream().map(messages::read).toList());
    }
  }
}
