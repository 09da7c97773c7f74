package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which channels are WebSockets, and whether an endpoint can be served at their addresses. */
final class Protocols {
  private final Node root;
  private final Documents documents;
  private final List<String> notes = new ArrayList<>();

  Protocols(Node root, Documents documents) {
    this.root = root;
    this.documents = documents;
  }

  /**
   * The channels that are WebSockets, or may be as the document says nothing of its servers.
   * Refuses a document that has none; what is left out is in {@link #notes}.
   */
  List<ChannelModel> sockets(List<ChannelModel> channels) {
    List<ChannelModel> sockets = new ArrayList<>();
    for (ChannelModel channel : channels) {
      Set<String> spoken = spoken(channel);
      boolean bound = documents.target(channel.place().child("bindings")).has("ws");
      if (spoken.isEmpty() || bound || spoken.contains("ws") || spoken.contains("wss")) {
        sockets.add(channel);
      } else {
        notes.add(
            channel.place().place()
                + ": its servers speak "
                + String.join(", ", spoken)
                + ", not ws or wss");
      }
    }
    if (sockets.isEmpty() && !channels.isEmpty()) {
      throw new Refusal(
          channels.get(0).place().place(),
          notes.get(0).replaceFirst(".*?: ", "")
              + "; --target models makes the types of any protocol");
    }
    return sockets;
  }

  /** One line for each channel that is left out. */
  List<String> notes() {
    return notes;
  }

  private Set<String> spoken(ChannelModel channel) {
    List<Node> own = channel.place().child("servers").items();
    Set<String> spoken = new TreeSet<>();
    for (Node at : own.isEmpty() ? List.copyOf(root.child("servers").fields().values()) : own) {
      String protocol = documents.target(at).text("protocol").toLowerCase(Locale.ROOT);
      if (!protocol.isEmpty()) {
        spoken.add(protocol);
      }
    }
    return spoken;
  }

  /** Refuses addresses that are no path of an endpoint. */
  static void checkPath(ChannelModel channel) {
    String path = channel.path();
    Node address = channel.place().child("address");
    if (path.contains("://") || path.contains("?") || path.contains("#")) {
      throw address.refuse(
          "'" + channel.place().text("address") + "' is no path, which an endpoint is served at");
    }
    for (String segment : path.split("/", -1)) {
      if (segment.contains("{") && !segment.matches("\\{[^{}]+}")) {
        throw address.refuse(
            "'"
                + segment
                + "': a parameter is a whole segment of the path an endpoint is served at");
      }
    }
  }
}
