package dev.parley.asyncapi;

import java.util.ArrayList;
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
  private final List<String> notes = new ArrayList<>();

  Generator(Options options) {
    this.options = options;
    this.schemas = new SchemaReader(documents, options, types);
    this.messages = new MessageReader(documents, options, types, schemas);
  }

  /** The sources by file name. */
  Map<String, String> run() {
    Node root = documents.root(options.input());
    Versions.check(root);
    Node components = root.child("components");
    // Schemas keep their names before messages and what stands inline in them.
    components
        .child("schemas")
        .fields()
        .values()
        .forEach(
            at -> {
              if (!at.has("$ref") && Schemas.named(at)) {
                types.reserve(Names.at(at), at);
              }
            });
    TopicReader topics = new TopicReader(documents, options, messages, types);
    List<ChannelModel> channels =
        new ChannelReader(documents, options, messages, topics).read(root);
    // Named schemas that no message needs are made too: another document may refer to them.
    components.child("messages").fields().values().forEach(messages::read);
    components.child("schemas").fields().values().forEach(schemas::type);
    schemas.complete();

    if (options.sockets()) {
      Protocols protocols = new Protocols(root, documents);
      channels = protocols.sockets(channels);
      notes.addAll(protocols.notes());
    }
    ChannelFiles files = new ChannelFiles(options, types);
    Map<ChannelModel, Map<String, Object>> pages = new HashMap<>();
    channels.forEach(channel -> pages.put(channel, files.model(channel)));
    Optional<String> choice = choice(root);
    Renderer renderer = new Renderer(options, types.names());
    types
        .models()
        .values()
        .forEach(m -> sources.put(m.name(), renderer.render(m.template(), m.name(), m)));
    choice.ifPresent(name -> sources.put(name, renderer.render("choice", name, Map.of())));
    for (ChannelModel channel : channels) {
      files
          .suffixes(channel)
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

  /** What the run left out on purpose, a line each. */
  List<String> notes() {
    return notes;
  }

  /** The class that tells types apart by their looks, where one is needed. */
  private Optional<String> choice(Node root) {
    boolean needed =
        types.models().values().stream().anyMatch(m -> m instanceof UnionModel u && u.chosen());
    if (needed) {
      types.claim("JsonChoice", root);
    }
    return needed ? Optional.of("JsonChoice") : Optional.empty();
  }
}
