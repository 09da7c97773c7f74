package dev.parley.platform.ws.hub;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who hears a topic on this node, and how many are about to: what happens meanwhile is kept for
 * them. Thread-safe; nothing blocks while the lock is held.
 */
abstract sealed class Audience permits LiveTopic, LogFeed {
  final ReentrantLock lock = new ReentrantLock();
  private final Set<Subscriber> live = new LinkedHashSet<>();
  private int joining;

  /** Forgets what was kept for newcomers; the lock is held. */
  abstract void forgetKept();

  /** Whether somebody joins; the lock is held. */
  final boolean isJoined() {
    return joining > 0;
  }

  /** Whether nobody would hear of an event, now or later; the lock is held. */
  final boolean isDeserted() {
    return live.isEmpty() && joining == 0;
  }

  /** Somebody begins to join; the lock is held. */
  final void expect() {
    joining++;
  }

  /** The newcomer has all that was before, and hears what comes; the lock is held. */
  final void admit(Subscriber subscriber) {
    live.add(subscriber);
    endJoin();
  }

  /** Hands an event to everybody; the lock is held. */
  final void deliver(HubEvent event) {
    live.forEach(subscriber -> subscriber.deliver(event));
  }

  /** The newcomer does not come. */
  public final void giveUp() {
    lock.lock();
    try {
      endJoin();
    } finally {
      lock.unlock();
    }
  }

  private void endJoin() {
    joining--;
    if (joining == 0) {
      forgetKept();
    }
  }

  /** Somebody hears no more of it. */
  public final void detach(Subscriber subscriber) {
    lock.lock();
    try {
      live.remove(subscriber);
    } finally {
      lock.unlock();
    }
  }
}
