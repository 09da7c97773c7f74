package dev.parley.client.ws;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds the connection back while a listener's buffer is full: nothing more is read, so that the
 * server feels it and memory stays bounded. A listener that makes no room for long would hold the
 * others back for as long, so its topic is set aside: it is left on the server, and joined again
 * where it stood once the listener has caught up. Belongs to the control thread.
 */
final class Holdup {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");

  private final Control control;
  private final Frames frames;
  private final StreamSettings settings;
  private final Link link;
  private final Joiner joiner;
  private final Collection<StreamSubscription<?>> subscriptions;
  private final Map<StreamSubscription<?>, Object> full = new HashMap<>();

  /**
   * @param subscriptions a view of all there are
   */
  Holdup(
      Control control,
      Frames frames,
      StreamSettings settings,
      Link link,
      Joiner joiner,
      Collection<StreamSubscription<?>> subscriptions) {
    this.control = control;
    this.frames = frames;
    this.settings = settings;
    this.link = link;
    this.joiner = joiner;
    this.subscriptions = subscriptions;
  }

  boolean isBehind() {
    return !full.isEmpty();
  }

  void isFull(StreamSubscription<?> subscription) {
    Object holdup = new Object();
    if (full.putIfAbsent(subscription, holdup) == null) {
      watch(subscription, holdup);
    }
  }

  /** A listener has caught up, or its subscription has ended. */
  void hasRoom(StreamSubscription<?> subscription) {
    if (full.remove(subscription) != null && full.isEmpty()) {
      link.resume();
    }
    if (subscription.isAside()) {
      subscription.setAside(false);
      if (subscriptions.contains(subscription)) {
        joiner.want(subscription);
      }
    }
  }

  /** What a new connection brings is read at once; a buffer that is still full says so again. */
  void lost() {
    full.clear();
  }

  private void watch(StreamSubscription<?> subscription, Object holdup) {
    control.after(
        settings.patience(),
        () -> {
          if (full.get(subscription) != holdup) {
            return;
          }
          if (subscriptions.size() == 1) {
            // It holds nobody back but itself.
            watch(subscription, holdup);
            return;
          }
          LOG.log(
              System.Logger.Level.WARNING,
              () -> subscription.topic() + ": its listener makes no room and is set aside");
          subscription.setAside(true);
          link.send(frames.unsubscribe(subscription.topic()));
          full.remove(subscription);
          if (full.isEmpty()) {
            link.resume();
          }
        });
  }
}
