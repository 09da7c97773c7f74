package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the server for topics, many in one frame, and again where no answer came. Belongs to the
 * control thread.
 */
final class Joiner {

  /** Subscriptions made in one go are asked for in one frame. */
  private static final Duration GATHERING = Duration.ofMillis(5);

  private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(1);
  private static final int TOPICS_PER_FRAME = 100;

  private final Control control;
  private final Frames frames;
  private final StreamSettings settings;
  private final Link link;
  private final Collection<StreamSubscription<?>> subscriptions;
  private final Set<StreamSubscription<?>> wanted = new LinkedHashSet<>();
  private int topicsPerFrame = TOPICS_PER_FRAME;
  private long frameIds;

  /**
   * @param subscriptions a view of all there are
   */
  Joiner(
      Control control,
      Frames frames,
      StreamSettings settings,
      Link link,
      Collection<StreamSubscription<?>> subscriptions) {
    this.control = control;
    this.frames = frames;
    this.settings = settings;
    this.link = link;
    this.subscriptions = subscriptions;
  }

  /** A new connection: every topic is joined anew. */
  void welcomed(JsonNode welcome) {
    topicsPerFrame =
        Math.max(1, welcome.path("limits").path("topicsPerFrame").asInt(TOPICS_PER_FRAME));
    wanted.clear();
    join(subscriptions);
  }

  /** Joins one topic together with others that are wanted at the same time. */
  void want(StreamSubscription<?> subscription) {
    if (wanted.isEmpty()) {
      control.after(GATHERING, this::joinWanted);
    }
    wanted.add(subscription);
  }

  void joinNow(StreamSubscription<?> subscription) {
    join(List.of(subscription));
  }

  /** Asks once more, on the same connection, when the server may have changed its mind. */
  void joinLater(StreamSubscription<?> subscription) {
    joinLater(subscription, Duration.ZERO);
  }

  /** As {@link #joinLater(StreamSubscription)}, but not before the server wants to be asked. */
  void joinLater(StreamSubscription<?> subscription, Duration notBefore) {
    subscription.detach();
    Object on = link.current();
    Duration pause = notBefore.compareTo(REFUSAL_PAUSE) > 0 ? notBefore : REFUSAL_PAUSE;
    control.after(
        pause.plus(settings.backoff().after(1)),
        () -> {
          if (on == link.current() && subscriptions.contains(subscription)) {
            want(subscription);
          }
        });
  }

  /** Frames were lost, nobody knows which: what was not answered is asked for again. */
  void frameLost() {
    List.copyOf(subscriptions).stream()
        .filter(StreamSubscription::isWaiting)
        .forEach(this::joinLater);
  }

  /** A server that leaves a topic unanswered for long has lost track of this connection. */
  void tick(boolean behind) {
    for (StreamSubscription<?> subscription : subscriptions) {
      if (!behind
          && subscription.isWaiting()
          && subscription.waited(Link.TICK).compareTo(settings.answerTimeout()) > 0) {
        link.replace(subscription.topic() + ": joining is not answered");
        return;
      }
    }
  }

  private void joinWanted() {
    List<StreamSubscription<?>> joining = new ArrayList<>(wanted);
    wanted.clear();
    joining.removeIf(subscription -> !subscriptions.contains(subscription));
    join(joining);
  }

  private void join(Collection<StreamSubscription<?>> joining) {
    if (!link.isUp()) {
      return;
    }
    List<StreamSubscription<?>> all =
        joining.stream().filter(subscription -> !subscription.isAside()).toList();
    for (int from = 0; from < all.size(); from += topicsPerFrame) {
      String id = Long.toString(++frameIds);
      List<Frames.Join> joins =
          all.subList(from, Math.min(from + topicsPerFrame, all.size())).stream()
              .map(subscription -> subscription.join(id))
              .toList();
      link.send(frames.subscribe(id, joins));
    }
  }
}
