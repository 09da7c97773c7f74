package dev.parley.platform.security;

import dev.parley.platform.security.SessionRevocations.Subscription;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The accounts that changed so lately that what was verified before may say more of them than holds
 * now: a token is good for minutes, and what a key stands for is remembered. Known on every node
 * within a second, without a database call per question. Implementations are thread-safe.
 */
public interface AccountChanges {
  /** Where there are no accounts. */
  AccountChanges NONE =
      new AccountChanges() {
        @Override
        public Optional<Standing> standing(UUID userId) {
          return Optional.empty();
        }

        @Override
        public Subscription onChange(Consumer<Standing> listener) {
          return () -> {};
        }
      };

  /**
   * An account as it is now.
   *
   * @param active false for one that is suspended
   * @param scopes all that its role has
   */
  record Standing(UUID userId, boolean active, String role, Set<String> scopes) {
    public Standing {
      Objects.requireNonNull(userId, "userId");
      Objects.requireNonNull(role, "role");
      scopes = Set.copyOf(scopes);
    }

    /** What is left of a principal; the same if it has nothing that the account lost. */
    public Principal left(Principal verified) {
      Set<String> kept = new HashSet<>(verified.scopes());
      return kept.retainAll(scopes) ? verified.narrowed(role, kept) : verified;
    }
  }

  /** How it stands with an account that changed lately; empty for all others. */
  Optional<Standing> standing(UUID userId);

  /**
   * Calls the listener once for each change from now on, for instance to close sockets. It runs on
   * the thread that noticed and must not block.
   *
   * @return ends the subscription
   */
  Subscription onChange(Consumer<Standing> listener);
}
