package dev.parley.platform.rate;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Small texts that nodes share and may lose, by key. Implementations are thread-safe and never wait
 * for long.
 */
public interface SharedValues {
  /** Shares nothing, where there is nothing to share it in. */
  SharedValues NONE =
      new SharedValues() {
        @Override
        public <T> Optional<T> change(
            String key, Duration life, Function<Optional<String>, Change<T>> rule) {
          return Optional.empty();
        }

        @Override
        public void remove(String key) {}
      };

  /**
   * What a rule makes of a value.
   *
   * @param next the new value, not empty; null leaves the old one
   * @param result for whoever asked
   */
  record Change<T>(@Nullable String next, T result) {}

  /**
   * Changes a value as a rule says; of several at once each sees what the one before has left.
   *
   * @param key anything; a client may have sent it
   * @param life of the new value
   * @param rule from the value that is there to what becomes of it; may be asked more than once
   * @return the rule's result; empty if nothing can be shared now, and each node is on its own
   */
  <T> Optional<T> change(String key, Duration life, Function<Optional<String>, Change<T>> rule);

  /** Forgets a value, if it is there. */
  void remove(String key);
}
