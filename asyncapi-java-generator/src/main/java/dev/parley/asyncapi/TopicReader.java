package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what an operation says of a topic: {@code x-topic}, its parameters, its snapshot, its
 * events.
 */
final class TopicReader {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)}");

  private final Documents documents;
  private final Options options;
  private final MessageReader messages;
  private final Types types;

  TopicReader(Documents documents, Options options, MessageReader messages, Types types) {
    this.documents = documents;
    this.options = options;
    this.messages = messages;
    this.types = types;
  }

  /** Adds the topic to the channel; returns all that is sent on it, the snapshot first. */
  List<MessageModel> read(Node operation, ChannelModel channel, List<MessageModel> events) {
    String wire = operation.text("x-topic");
    String base = operation.text("x-java-name");
    if (base.isEmpty()) {
      base = Names.type(PARAMETER.matcher(wire).replaceAll(""));
    }
    Names.checked(base, operation);
    List<MessageModel> sent = new ArrayList<>();
    String snapshotType = null;
    if (operation.has("x-snapshot")) {
      MessageModel snapshot = messages.read(operation.child("x-snapshot"));
      sent.add(snapshot);
      snapshotType =
          snapshot.cases().size() == 1 && snapshot.cases().get(0) instanceof RecordModel record
              ? record
                  .component("data")
                  .map(RecordModel.Component::plain)
                  .orElse(snapshot.type().source())
              : snapshot.type().source();
    }
    sent.addAll(events);
    String doc =
        operation.text("description").isEmpty()
            ? operation.text("summary")
            : operation.text("description");
    types.claim(base + "Topic", operation);
    TopicModel topic =
        new TopicModel(
            base,
            wire,
            doc,
            parameters(operation, wire),
            operation.flag("x-durable"),
            events(operation, base + "Event", wire, sent),
            snapshotType,
            "«" + options.packageName() + "." + channel.name() + "Topic»",
            options.packageName());
    channel.topics.add(types.add(topic));
    return sent;
  }

  private UnionModel events(Node operation, String name, String wire, List<MessageModel> sent) {
    for (MessageModel message : sent) {
      if (!message.own()) {
        throw operation.refuse(
            "the message "
                + message.key()
                + " is generated elsewhere, so the sealed "
                + name
                + " cannot permit it");
      }
    }
    List<Case> cases = Unions.cases(sent);
    String discriminator =
        Unions.discriminator(cases)
            .or(() -> cases.size() == 1 ? Optional.of("") : Optional.empty())
            .orElseThrow(
                () ->
                    operation.refuse(
                        "the messages "
                            + String.join(", ", sent.stream().map(MessageModel::key).toList())
                            + " have no const string property in common that tells them apart"));
    types.claim(name, operation);
    UnionModel union =
        types.add(new UnionModel(name, "What is sent on the topic `" + wire + "`.", discriminator));
    cases.forEach(c -> union.add(c, c.tags(discriminator), c.place()));
    union.seal(options.packageName());
    return union;
  }

  private List<TopicParameter> parameters(Node operation, String wire) {
    Map<String, Node> declared = operation.child("x-topic-parameters").fields();
    Set<String> used = new LinkedHashSet<>();
    List<TopicParameter> parameters = new ArrayList<>();
    for (Matcher m = PARAMETER.matcher(wire); m.find(); ) {
      String name = m.group(1);
      if (!declared.containsKey(name)) {
        throw operation
            .child("x-topic")
            .refuse("the topic parameter '" + name + "' has no schema in x-topic-parameters");
      }
      if (!used.add(name)
          || parameters.stream().anyMatch(p -> p.name().equals(Names.member(name)))) {
        throw operation.child("x-topic").refuse("the topic parameter '" + name + "' occurs twice");
      }
      parameters.add(TopicParameter.of(name, documents.target(declared.get(name)), documents));
    }
    for (Map.Entry<String, Node> entry : declared.entrySet()) {
      if (!used.contains(entry.getKey())) {
        throw entry.getValue().refuse("is not a parameter of the topic '" + wire + "'");
      }
    }
    return parameters;
  }
}
