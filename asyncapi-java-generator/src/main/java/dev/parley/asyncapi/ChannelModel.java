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
  private boolean used;

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

  /**
   * The address as a path, that of a whole ws: URL too; empty where the document does not know it.
   */
  public String path() {
    boolean known = place.json().path("address").isTextual();
    String address = known ? place.text("address").replaceFirst("^wss?://[^/]*", "/") : "";
    address = address.startsWith("//") ? address.substring(1) : address;
    return address.isEmpty() || address.startsWith("/") ? address : "/" + address;
  }

  public boolean hasPath() {
    return !path().isEmpty();
  }

  /** What to call it in a comment. */
  public String shown() {
    return hasPath() ? path() : name;
  }

  void add(boolean in, List<MessageModel> messages) {
    Map<String, MessageModel> map = in ? inbound : outbound;
    messages.forEach(m -> map.put(m.place().place(), m));
    used = true;
  }

  /** Whether an operation speaks of it. */
  boolean used() {
    return used;
  }

  public String subprotocolLiterals() {
    return String.join(", ", subprotocols.stream().map(Literals::quote).toList());
  }

  public String doc() {
    return Javadoc.block(
        "",
        List.of("The socket `" + shown() + "`.", place.text("description")).stream()
            .filter(s -> !s.isEmpty())
            .toList());
  }

  public List<TopicModel> topics() {
    return topics;
  }

  /** The messages of this run in one direction, those of one type as one. */
  List<MessageModel> own(boolean in) {
    Map<String, MessageModel> byType = new LinkedHashMap<>();
    (in ? inbound : outbound)
        .values().stream()
            .filter(MessageModel::own)
            .forEach(m -> byType.merge(m.typeName(), m, MessageModel::with));
    return List.copyOf(byType.values());
  }
}
