package dev.parley.platform.outbox;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;

/** Appends events to their logs in one round trip, however many events and logs there are. */
final class LogWriter {
  // Logs are locked in the order of :keys (place), which is the same for everybody; the row lock
  // lasts until commit. `back` counts an event's distance from the end of its log.
  private static final String APPEND =
      """
      WITH grown AS (
        INSERT INTO platform.log AS l (key, epoch, last_seq)
        SELECT k.key, o.epoch, k.n
        FROM unnest(:keys, :counts) WITH ORDINALITY AS k (key, n, place), platform.log_origin o
        ORDER BY k.place
        ON CONFLICT (key) DO UPDATE SET last_seq = l.last_seq + excluded.last_seq
        RETURNING l.key, l.last_seq
      ), written AS (
        INSERT INTO platform.event (key, seq, type, entity_id, user_id, occurred_at, payload)
        SELECT g.key, g.last_seq - e.back, e.type, e.entity_id, e.user_id, :time, e.payload::json
        FROM unnest(:eventKeys, :backs, :types, :entityIds, :userIds, :payloads)
             AS e (key, back, type, entity_id, user_id, payload)
        JOIN grown g ON g.key = e.key
      )
      SELECT key, last_seq FROM grown
      """;

  private LogWriter() {}

  static List<StoredEvent> append(Handle handle, List<EventTypes.Encoded> events, Instant time) {
    if (events.isEmpty()) {
      return List.of();
    }
    Map<LogKey, Integer> counts = new TreeMap<>();
    events.forEach(event -> counts.merge(event.event().key(), 1, Integer::sum));

    int size = events.size();
    String[] keys = new String[size];
    Long[] backs = new Long[size];
    String[] types = new String[size];
    String[] entityIds = new String[size];
    UUID[] userIds = new UUID[size];
    String[] payloads = new String[size];
    Map<LogKey, Integer> left = new HashMap<>(counts);
    for (int i = 0; i < size; i++) {
      EventTypes.Encoded event = events.get(i);
      keys[i] = event.event().key().toString();
      backs[i] = left.merge(event.event().key(), -1, Integer::sum).longValue();
      types[i] = event.type();
      entityIds[i] = event.event().entityId();
      userIds[i] = event.event().userId();
      payloads[i] = event.json();
    }
    Map<LogKey, Long> ends = new HashMap<>();
    handle
        .createQuery(APPEND)
        .bind("keys", array("text", counts.keySet().stream().map(LogKey::toString).toArray()))
        .bind("counts", array("bigint", counts.values().stream().map(Integer::longValue).toArray()))
        .bind("time", time.atOffset(ZoneOffset.UTC))
        .bind("eventKeys", array("text", keys))
        .bind("backs", array("bigint", backs))
        .bind("types", array("text", types))
        .bind("entityIds", array("text", entityIds))
        .bind("userIds", array("uuid", userIds))
        .bind("payloads", array("text", payloads))
        .map(
            (ResultSet row, StatementContext context) ->
                Map.entry(LogKey.parse(row.getString(1)), row.getLong(2)))
        .forEach(end -> ends.put(end.getKey(), end.getValue()));

    List<StoredEvent> stored = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      EventTypes.Encoded event = events.get(i);
      LogKey key = event.event().key();
      stored.add(
          new StoredEvent(
              key,
              ends.get(key) - backs[i],
              event.type(),
              event.event().entityId(),
              event.event().userId(),
              time,
              event.json()));
    }
    return List.copyOf(stored);
  }

  /** A PostgreSQL array; Jdbi's own binding would need its plugin for each element type. */
  static Argument array(String type, Object[] elements) {
    return (int position, PreparedStatement statement, StatementContext context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
  }
}
