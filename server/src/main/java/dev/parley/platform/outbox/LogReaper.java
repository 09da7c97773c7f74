package dev.parley.platform.outbox;

import dev.parley.platform.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Deletes events older than the retention, always a beginning of a log, and remembers in the log's
 * row where it begins now: so an older position is told to resync instead of skipping events.
 */
public final class LogReaper {
  private static final int LOGS_AT_ONCE = 500;
  private static final int EVENTS_AT_ONCE = 5_000;

  // The first event that is young enough stays, and so does all after it, whatever its time says.
  // All is judged in one snapshot: with the log's row locked first (FOR UPDATE in here) last_seq
  // would be newer than the events seen, and unread ones would be declared gone.
  private static final String SHORTEN =
      """
      WITH kept AS (
        SELECT least(
          coalesce(
            (SELECT min(e.seq) FROM platform.event e WHERE e.key = :key AND e.occurred_at >= :cutoff),
            l.last_seq + 1),
          l.first_seq + :limit) AS first_seq
        FROM platform.log l WHERE l.key = :key
      ), marked AS (
        UPDATE platform.log l SET first_seq = kept.first_seq FROM kept
        WHERE l.key = :key AND l.first_seq < kept.first_seq
      ), gone AS (
        DELETE FROM platform.event e USING kept WHERE e.key = :key AND e.seq < kept.first_seq
        RETURNING 1
      )
      SELECT count(*) FROM gone
      """;

  private final Transactions transactions;
  private final Clock clock;
  private final Duration retention;

  public LogReaper(Transactions transactions, Clock clock, Duration retention) {
    this.transactions = transactions;
    this.clock = clock;
    this.retention = retention;
  }

  /** One short transaction a log, so that its writers hardly wait. Returns how many went. */
  public long reap() {
    OffsetDateTime cutoff = clock.instant().minus(retention).atOffset(ZoneOffset.UTC);
    long total = 0;
    long round;
    do {
      round = 0;
      for (String key : expired(cutoff)) {
        round += shorten(key, cutoff);
      }
      total += round;
    } while (round > 0);
    return total;
  }

  private List<String> expired(OffsetDateTime cutoff) {
    return transactions.read(
        handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT key FROM platform.event WHERE occurred_at < :cutoff LIMIT"
                        + " :limit")
                .bind("cutoff", cutoff)
                .bind("limit", LOGS_AT_ONCE)
                .map((row, context) -> row.getString(1))
                .list());
  }

  private long shorten(String key, OffsetDateTime cutoff) {
    return transactions.write(
        handle ->
            handle
                .createQuery(SHORTEN)
                .bind("key", key)
                .bind("cutoff", cutoff)
                .bind("limit", EVENTS_AT_ONCE)
                .map((row, context) -> row.getLong(1))
                .one());
  }
}
