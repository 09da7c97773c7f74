package dev.parley.platform.ws.hub;

/** Somebody who gets the events of one stream, in order, one at a time. */
@FunctionalInterface
public interface Subscriber {
  /** Takes an event; must not block. An event it has had already may come again: it drops it. */
  void deliver(HubEvent event);
}
