package dev.parley.auth.token;

import dev.parley.auth.store.ApiKeyStore;
import dev.parley.platform.tx.Transactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each key was last used, gathered in memory and written now and then: a write for each
 * request would cost more than the request. Thread-safe.
 */
public final class ApiKeyUses {
  private final Transactions transactions;
  private final ApiKeyStore keys;
  private final Map<UUID, Instant> uses = new ConcurrentHashMap<>();

  public ApiKeyUses(Transactions transactions, ApiKeyStore keys) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  void note(UUID keyId, Instant at) {
    uses.put(keyId, at);
  }

  /** Writes what was gathered; what cannot be written is kept for the next time. */
  public void flush() {
    Map<UUID, Instant> taken = new HashMap<>(uses);
    if (!taken.isEmpty()) {
      transactions.write(
          handle -> {
            keys.used(handle, taken);
            return true;
          });
      taken.forEach(uses::remove);
    }
  }
}
