package dev.parley.platform.ws;

import dev.parley.platform.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The topics that one socket has joined. Thread-safe. */
final class Subscriptions {
  private final Map<String, Subscription> byTopic = new ConcurrentHashMap<>();
  private final Joiner joiner;
  private final BooleanSupplier closing;

  /**
   * @param closing whether the socket is going; what is added from then on is dropped at once
   */
  Subscriptions(Joiner joiner, BooleanSupplier closing) {
    this.joiner = joiner;
    this.closing = closing;
  }

  Collection<Subscription> all() {
    return byTopic.values();
  }

  void add(Subscription subscription) {
    byTopic.put(subscription.topic(), subscription);
    if (closing.getAsBoolean()) {
      drop(subscription.topic());
    }
  }

  /** Leaves a topic, if it was joined. */
  void drop(String topic) {
    Subscription subscription = byTopic.remove(topic);
    if (subscription != null) {
      subscription.leave();
      joiner.release(subscription);
    }
  }

  void dropAll() {
    List.copyOf(byTopic.keySet()).forEach(this::drop);
  }

  /** Leaves the topics whose scope is not held any more, and tells which. */
  List<Subscription> dropForbidden(Principal principal) {
    List<Subscription> lost = new ArrayList<>();
    for (Subscription subscription : List.copyOf(byTopic.values())) {
      if (!principal.has(subscription.rule().scope())) {
        drop(subscription.topic());
        lost.add(subscription);
      }
    }
    return lost;
  }
}
