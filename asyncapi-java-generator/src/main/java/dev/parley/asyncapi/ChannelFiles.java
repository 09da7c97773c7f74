package dev.parley.asyncapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is made of a channel, beside the types of its payloads. */
final class ChannelFiles {
  private final Options options;
  private final Types types;

  ChannelFiles(Options options, Types types) {
    this.options = options;
    this.types = types;
  }

  /** The templates of the files, by the suffix of their name. */
  Map<String, String> suffixes(ChannelModel channel) {
    Map<String, String> files = new TreeMap<>();
    if (!channel.topics().isEmpty()) {
      files.put("Topic", "topic-union");
    }
    boolean received = !channel.own(options.server()).isEmpty();
    switch (options.target()) {
      case MODELS -> {}
      case CLIENT -> {
        if (!options.runtime().isEmpty()) {
          if (!channel.topics().isEmpty()) {
            files.put("Streams", "streams");
          }
        } else if (channel.used()) {
          files.put("Client", "client");
          files.put("Listener", "listener");
        }
      }
      case SERVER -> {
        files.put("Endpoint", "endpoint");
        if (!channel.topics().isEmpty()) {
          files.put("Topics", "topics");
        }
        if (options.delegate().isEmpty()) {
          files.put("Delegate", "delegate");
          files.put("Session", "session");
          if (received) {
            files.put("Dispatcher", "dispatcher");
          }
        }
      }
    }
    return files;
  }

  /** What the templates are filled with; makes the unions of both directions. */
  Map<String, Object> model(ChannelModel channel) {
    boolean mixed = channel.inbound.values().stream().anyMatch(m -> !m.own());
    if (mixed && options.server() && options.delegate().isEmpty()) {
      throw channel
          .place()
          .refuse(
              "client messages come from a mapped file; say whose delegate takes them with --delegate and --session");
    }
    if (options.server()) {
      Protocols.checkPath(channel);
    }
    suffixes(channel)
        .keySet()
        .forEach(suffix -> types.claim(channel.name() + suffix, channel.place()));
    Map<String, Object> model = new HashMap<>();
    if (options.target() != Options.Target.MODELS) {
      unions(channel, model);
    }
    model.put("channel", channel);
    model.put("name", channel.name());
    model.put("received", channel.own(options.server()));
    model.put("delegate", classOr(options.delegate(), channel.name() + "Delegate"));
    String session = classOr(options.session(), channel.name() + "Session");
    model.put("session", session);
    model.put("sessionOrNull", session.replace("«", "«?"));
    int dot = options.runtime().lastIndexOf('.');
    model.put("runtime", dot < 0 ? "" : options.runtime().substring(0, dot));
    model.put("socket", "«" + options.runtime() + "»");
    return model;
  }

  private void unions(ChannelModel channel, Map<String, Object> model) {
    union(channel, true, "ClientMessage", "What a client may send.")
        .ifPresent(
            name -> {
              model.put("clientMessage", "«" + name + "»");
              model.put("clientMessageOrNull", "«?" + name + "»");
            });
    union(channel, false, "ServerMessage", "What the server sends.")
        .ifPresent(
            name -> {
              model.put("serverMessage", "«" + name + "»");
              model.put("serverMessageOrNull", "«?" + name + "»");
            });
  }

  private String classOr(String given, String own) {
    return "«" + (given.isEmpty() ? options.packageName() + "." + own : given) + "»";
  }

  /**
   * The messages of one direction that this run makes. What comes in has to be told apart; what
   * goes out need not be.
   */
  private Optional<String> union(ChannelModel channel, boolean in, String suffix, String doc) {
    List<MessageModel> own = channel.own(in);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    List<Case> cases = Unions.cases(own);
    String discriminator = Unions.discriminator(cases).orElse("");
    String name = channel.name() + suffix;
    types.claim(name, channel.place());
    UnionModel union = types.add(new UnionModel(name, doc, discriminator));
    // Over a runtime, frames are read into the types of their topics.
    boolean read = in == options.server() && options.runtime().isEmpty();
    if (!read && discriminator.isEmpty()) {
      cases.forEach(union::add);
      union.sealForWriting(options.packageName());
    } else {
      if (discriminator.isEmpty()) {
        refuseAlike(channel, cases);
      }
      Unions.join(union, cases, options.packageName());
    }
    return Optional.of(options.packageName() + "." + name);
  }

  private static void refuseAlike(ChannelModel channel, List<Case> cases) {
    Unions.alike(cases)
        .ifPresent(
            two -> {
              throw channel
                  .place()
                  .refuse(
                      "the messages "
                          + two.get(0).name()
                          + " and "
                          + two.get(1).name()
                          + " cannot be told apart when they are received: they have the same"
                          + " properties, none of them with another const; --target models makes"
                          + " their types");
            });
  }
}
