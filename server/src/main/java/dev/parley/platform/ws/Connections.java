package dev.parley.platform.ws;

import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The open sockets of this node, counted in all and by user. When there is no room, one without
 * credentials makes it, so that whoever opens sockets and says nothing cannot keep others out.
 * Thread-safe.
 */
final class Connections {
  private final int max;
  private final int maxPerUser;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, Integer> perUser = new HashMap<>();
  private final Map<Connection, UUID> users = new HashMap<>();
  private final Strangers strangers = new Strangers();
  private boolean shut;

  Connections(int max, int maxPerUser) {
    this.max = max;
    this.maxPerUser = maxPerUser;
  }

  /** From here on there is no room for another. */
  void shut() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a socket; false when there is no room, nor anybody who could make it. */
  boolean open(Connection connection) {
    Optional<Connection> leaving = Optional.empty();
    lock.lock();
    try {
      if (shut) {
        return false;
      }
      if (open.size() >= max) {
        leaving = strangers.next();
        if (leaving.isEmpty()) {
          return false;
        }
        forget(leaving.get());
      }
      open.add(connection);
      strangers.add(connection);
    } finally {
      lock.unlock();
    }
    leaving.ifPresent(Connection::makeRoom);
    return true;
  }

  /** Counts an open socket as its user's, once; false when that is one too many. */
  boolean admit(Connection connection, Principal principal) {
    lock.lock();
    try {
      int held = perUser.getOrDefault(principal.userId(), 0);
      if (held >= maxPerUser || !open.contains(connection)) {
        return false;
      }
      perUser.put(principal.userId(), held + 1);
      users.put(connection, principal.userId());
      strangers.remove(connection);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a socket. */
  void closed(Connection connection) {
    lock.lock();
    try {
      forget(connection);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Connection connection) {
    open.remove(connection);
    strangers.remove(connection);
    UUID user = users.remove(connection);
    if (user != null) {
      perUser.computeIfPresent(user, (u, held) -> held > 1 ? held - 1 : null);
    }
  }

  Collection<Connection> all() {
    return Collections.unmodifiableSet(open);
  }

  /** Closes the sockets of a session that has ended. */
  void revoked(UUID sessionId) {
    of(Principal::sessionId, sessionId)
        .forEach(connection -> connection.refuse(null, "The session has ended"));
  }

  /** Takes from a user's sockets what his account has lost. */
  void changed(Standing account) {
    of(Principal::userId, account.userId()).forEach(connection -> connection.restrict(account));
  }

  private Stream<Connection> of(Function<Principal, UUID> key, UUID value) {
    return open.stream()
        .filter(connection -> connection.principal().map(key).filter(value::equals).isPresent());
  }
}
