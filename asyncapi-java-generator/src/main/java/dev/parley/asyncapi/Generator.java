package dev.parley.asyncapi;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run: reads a document, makes the models, renders the sources. */
final class Generator {
  private final Options options;
  private final Documents documents = new Documents();
  private final Types types = new Types();
  private final SchemaReader schemas;
  private final MessageReader messages;
  private final Map<String, String> sources = new TreeMap<>();

  Generator(Options options) {
    this.options = options;
    this.schemas = new SchemaReader(documents, options, types);
    this.messages = new MessageReader(documents, schemas);
  }

  /** The sources by file name. */
  Map<String, String> run() {
    Node root = documents.root(options.input());
    String version = root.text("asyncapi");
    if (!version.matches("3\\.0\\.\\d+")) {
      throw root.refuse("expected asyncapi 3.0.x, found '" + version + "'");
    }
    TopicReader topics = new TopicReader(documents, options, messages, types);
    List<ChannelModel> channels =
        new ChannelReader(documents, options, messages, topics).read(root);
    // Named schemas that no message needs are made too: another document may refer to them.
    root.child("components").child("messages").fields().values().forEach(messages::read);
    root.child("components").child("schemas").fields().values().forEach(schemas::type);

    Map<ChannelModel, Map<String, Object>> pages = new HashMap<>();
    channels.forEach(channel -> pages.put(channel, model(channel)));
    Renderer renderer = new Renderer(options, types.names());
    types
        .models()
        .values()
        .forEach(m -> sources.put(m.name(), renderer.render(m.template(), m.name(), m)));
    for (ChannelModel channel : channels) {
      files(channel)
          .forEach(
              (suffix, template) ->
                  sources.put(
                      channel.name() + suffix,
                      renderer.render(template, channel.name() + suffix, pages.get(channel))));
    }
    if (options.jspecify()) {
      sources.put("package-info", renderer.render("package", "package-info", Map.of()));
    }
    return sources;
  }

  /** The files beside the plain types, by the suffix of their name. */
  private Map<String, String> files(ChannelModel channel) {
    Map<String, String> files = new TreeMap<>();
    if (!channel.topics().isEmpty()) {
      files.put("Topic", "topic-union");
    }
    if (options.client()) {
      if (!channel.topics().isEmpty() && !options.runtime().isEmpty()) {
        files.put("Streams", "streams");
      }
      return files;
    }
    files.put("Endpoint", "endpoint");
    if (!channel.topics().isEmpty()) {
      files.put("Topics", "topics");
    }
    if (options.delegate().isEmpty()) {
      files.put("Delegate", "delegate");
      files.put("Session", "session");
      if (!channel.received().isEmpty()) {
        files.put("Dispatcher", "dispatcher");
      }
    }
    return files;
  }

  private Map<String, Object> model(ChannelModel channel) {
    boolean mixed = channel.inbound.values().stream().anyMatch(m -> !m.own());
    if (mixed && !options.client() && options.delegate().isEmpty()) {
      throw channel
          .place()
          .refuse(
              "client messages come from a mapped file; say whose delegate takes them with --delegate and --session");
    }
    files(channel)
        .keySet()
        .forEach(suffix -> types.claim(channel.name() + suffix, channel.place()));
    Map<String, Object> model = new HashMap<>();
    union(channel, "ClientMessage", channel.inbound.values(), "What a client may send.")
        .ifPresent(
            u -> {
              if (u.members().size() < channel.received().size()) {
                throw channel
                    .place()
                    .refuse(
                        "two client messages have the same payload schema, which leaves nothing to tell them apart by");
              }
              model.put("clientMessage", "«" + options.packageName() + "." + u.name() + "»");
              model.put("clientMessageOrNull", "«?" + options.packageName() + "." + u.name() + "»");
            });
    union(channel, "ServerMessage", channel.outbound.values(), "What the server sends.")
        .ifPresent(
            u -> model.put("serverMessage", "«" + options.packageName() + "." + u.name() + "»"));
    model.put("channel", channel);
    model.put("name", channel.name());
    model.put("delegate", classOr(options.delegate(), channel.name() + "Delegate"));
    String session = classOr(options.session(), channel.name() + "Session");
    model.put("session", session);
    model.put("sessionOrNull", session.replace("«", "«?"));
    int dot = options.runtime().lastIndexOf('.');
    model.put("runtime", dot < 0 ? "" : options.runtime().substring(0, dot));
    model.put("socket", "«" + options.runtime() + "»");
    return model;
  }

  private String classOr(String given, String own) {
    return "«" + (given.isEmpty() ? options.packageName() + "." + own : given) + "»";
  }

  /**
   * The messages of one direction that this run makes; clients may send only what can be told
   * apart.
   */
  private Optional<UnionModel> union(
      ChannelModel channel, String suffix, Collection<MessageModel> all, String doc) {
    List<MessageModel> own = all.stream().filter(MessageModel::own).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    boolean received = suffix.equals("ClientMessage");
    String discriminator =
        received ? Unions.discriminator(own, channel.place()) : Unions.find(own).orElse("");
    String name = channel.name() + suffix;
    types.claim(name, channel.place());
    UnionModel union = types.add(new UnionModel(name, doc, discriminator));
    Unions.fill(union, own);
    union.seal(options.packageName());
    return Optional.of(union);
  }
}
