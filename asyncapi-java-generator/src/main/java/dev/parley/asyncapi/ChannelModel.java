package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A channel: one WebSocket address, the messages of both directions, the topics. */
final class ChannelModel {
  private final String name;
  private final Node place;
  private final List<String> subprotocols;
  final Map<String, MessageModel> inbound = new LinkedHashMap<>();
  final Map<String, MessageModel> outbound = new LinkedHashMap<>();
  final List<TopicModel> topics = new ArrayList<>();

  ChannelModel(String name, Node place, List<String> subprotocols) {
    this.name = name;
    this.place = place;
    this.subprotocols = subprotocols;
  }

  Node place() {
    return place;
  }

  public String name() {
    return name;
  }

  public String pathLiteral() {
    return Literals.quote(path());
  }

  public String path() {
    return place.text("address");
  }

  public String subprotocolLiterals() {
    return String.join(", ", subprotocols.stream().map(Literals::quote).toList());
  }

  public String doc() {
    return Javadoc.block(
        "",
        List.of("The socket `" + path() + "`.", place.text("description")).stream()
            .filter(s -> !s.isEmpty())
            .toList());
  }

  public List<TopicModel> topics() {
    return topics;
  }

  /** The client's messages of this run; none if another document's delegate takes them. */
  public List<MessageModel> received() {
    return inbound.values().stream().filter(MessageModel::own).toList();
  }
}
