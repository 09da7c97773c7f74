package dev.parley.platform.outbox;

import static dev.parley.platform.outbox.LogWriter.array;

import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The event log in PostgreSQL. Stateless, so thread-safe. */
public final class DatabaseEventLog implements EventLog {
  // A log that has no row yet stands at 0 of the epoch it will be made with.
  private static final String POSITIONS =
      """
      SELECT k.key, coalesce(l.epoch, o.epoch), coalesce(l.last_seq, 0), coalesce(l.first_seq, 1)
      FROM unnest(:keys) WITH ORDINALITY AS k (key, place)
      CROSS JOIN platform.log_origin o
      LEFT JOIN platform.log l ON l.key = k.key
      ORDER BY k.place
      """;
  private static final String AFTER =
      """
      SELECT e.key, e.seq, e.type, e.entity_id, e.user_id, e.occurred_at, e.payload
      FROM unnest(:keys, :seqs) AS k (key, seq)
      CROSS JOIN LATERAL (
        SELECT * FROM platform.event e WHERE e.key = k.key AND e.seq > k.seq ORDER BY e.seq LIMIT :limit
      ) e
      ORDER BY e.key, e.seq
      """;

  private final Transactions transactions;

  public DatabaseEventLog(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Position position(Handle handle, LogKey key) {
    return extents(handle, List.of(key)).get(key).head();
  }

  @Override
  public Map<LogKey, Position> positions(Handle handle, Collection<LogKey> keys) {
    Map<LogKey, Position> positions = new LinkedHashMap<>();
    extents(handle, keys).forEach((key, extent) -> positions.put(key, extent.head()));
    return positions;
  }

  @Override
  public Map<LogKey, Position> positions(Collection<LogKey> keys) {
    return keys.isEmpty() ? Map.of() : transactions.read(handle -> positions(handle, keys));
  }

  @Override
  public List<StoredEvent> after(LogKey key, long seq, int limit) {
    return after(Map.of(key, seq), limit).getOrDefault(key, List.of());
  }

  @Override
  public Map<LogKey, List<StoredEvent>> after(Map<LogKey, Long> seqs, int limitPerKey) {
    return seqs.isEmpty()
        ? Map.of()
        : transactions.read(handle -> after(handle, seqs, limitPerKey)).stream()
            .collect(Collectors.groupingBy(StoredEvent::key));
  }

  @Override
  public Backlog since(LogKey key, Position position, int limit) {
    return transactions.read(
        handle -> {
          Extent extent = extents(handle, List.of(key)).get(key);
          Position head = extent.head();
          if (!position.epoch().equals(head.epoch())) {
            return new Backlog.ResyncRequired(head, Backlog.Reason.EPOCH_CHANGED);
          }
          if (position.seq() > head.seq()) {
            return new Backlog.ResyncRequired(head, Backlog.Reason.AHEAD_OF_LOG);
          }
          if (position.seq() + 1 < extent.firstSeq()) {
            return new Backlog.ResyncRequired(head, Backlog.Reason.EXPIRED);
          }
          return new Backlog.Events(after(handle, Map.of(key, position.seq()), limit), head);
        });
  }

  private static Map<LogKey, Extent> extents(Handle handle, Collection<LogKey> keys) {
    Map<LogKey, Extent> extents = new LinkedHashMap<>();
    handle
        .createQuery(POSITIONS)
        .bind("keys", array("text", keys.stream().map(LogKey::toString).toArray()))
        .map(
            (ResultSet row, StatementContext context) ->
                Map.entry(
                    LogKey.parse(row.getString(1)),
                    new Extent(new Position(row.getString(2), row.getLong(3)), row.getLong(4))))
        .forEach(entry -> extents.put(entry.getKey(), entry.getValue()));
    return extents;
  }

  private static List<StoredEvent> after(Handle handle, Map<LogKey, Long> seqs, int limit) {
    List<Map.Entry<LogKey, Long>> entries = List.copyOf(seqs.entrySet());
    return handle
        .createQuery(AFTER)
        .bind("keys", array("text", entries.stream().map(e -> e.getKey().toString()).toArray()))
        .bind("seqs", array("bigint", entries.stream().map(Map.Entry::getValue).toArray()))
        .bind("limit", limit)
        .map((ResultSet row, StatementContext context) -> event(row))
        .list();
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    return new StoredEvent(
        LogKey.parse(row.getString("key")),
        row.getLong("seq"),
        row.getString("type"),
        row.getString("entity_id"),
        row.getObject("user_id", UUID.class),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getString("payload"));
  }

  private record Extent(Position head, long firstSeq) {}
}
