package dev.parley.platform.security;

import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which sessions have ended before their tokens did. Known on every node within a second, without a
 * database call per question. Implementations are thread-safe.
 */
public interface SessionRevocations {
  /** Nothing can be revoked where nothing is issued. */
  SessionRevocations NONE =
      new SessionRevocations() {
        @Override
        public boolean isRevoked(UUID sessionId) {
          return false;
        }

        @Override
        public Subscription onRevoked(Consumer<UUID> listener) {
          return () -> {};
        }
      };

  /** Whether the session was revoked; false for one so old that no token of it can be valid. */
  boolean isRevoked(UUID sessionId);

  /**
   * Calls the listener once for each session that is revoked from now on, for instance to close its
   * sockets. It runs on the thread that noticed and must not block.
   *
   * @return ends the subscription
   */
  Subscription onRevoked(Consumer<UUID> listener);

  /** A subscription that can be ended. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
