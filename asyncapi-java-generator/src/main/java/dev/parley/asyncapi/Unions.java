package dev.parley.asyncapi;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sealed interfaces over messages. */
final class Unions {
  private Unions() {}

  /** The property that tells messages apart; refused if there is none. One message needs none. */
  static String discriminator(Collection<MessageModel> messages, Node place) {
    return find(messages)
        .or(() -> messages.size() == 1 ? Optional.of("") : Optional.empty())
        .orElseThrow(
            () ->
                place.refuse(
                    "the messages "
                        + String.join(", ", messages.stream().map(MessageModel::key).toList())
                        + " have no const string property in common that tells them apart"));
  }

  /**
   * A string property with another const in each message: {@code type} if it is one, else the
   * first.
   */
  static Optional<String> find(Collection<MessageModel> messages) {
    List<RecordModel> records =
        messages.stream().map(m -> Objects.requireNonNull(m.record())).distinct().toList();
    if (records.isEmpty()) {
      return Optional.empty();
    }
    Set<String> candidates = new LinkedHashSet<>(List.of("type"));
    records.get(0).consts().forEach(c -> candidates.add(c.json()));
    return candidates.stream()
        .filter(
            c -> {
              Set<String> tags = new LinkedHashSet<>();
              records.forEach(r -> r.constant(c).ifPresent(tags::add));
              return tags.size() == records.size();
            })
        .findFirst();
  }

  static void fill(UnionModel union, Collection<MessageModel> messages) {
    for (MessageModel m : messages) {
      RecordModel record = Objects.requireNonNull(m.record());
      union.add(record, record.constant(union.discriminator()).orElse(""), m.place());
    }
  }
}
