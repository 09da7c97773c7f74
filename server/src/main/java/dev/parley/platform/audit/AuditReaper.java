package dev.parley.platform.audit;

import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Deletes audit entries older than the retention. Thread-safe. */
public final class AuditReaper {
  private static final int BATCH = 5_000;

  private final Transactions transactions;
  private final Clock clock;
  private final Duration retention;

  public AuditReaper(Transactions transactions, Clock clock, Duration retention) {
    this.transactions = transactions;
    this.clock = clock;
    this.retention = retention;
  }

  /** In short transactions; returns how many went. */
  public long reap() {
    // Ids are in the order of time, so the oldest entries are the beginning of the primary key.
    UUID end = TimeOrderedIds.first(clock.instant().minus(retention));
    long total = 0;
    int gone;
    do {
      gone =
          transactions.write(
              handle ->
                  handle
                      .createUpdate(
                          "DELETE FROM platform.audit WHERE command_id IN (SELECT command_id FROM"
                              + " platform.audit WHERE command_id < :end ORDER BY command_id"
                              + " LIMIT :limit)")
                      .bind("end", end)
                      .bind("limit", BATCH)
                      .execute());
      total += gone;
    } while (gone == BATCH);
    return total;
  }
}
