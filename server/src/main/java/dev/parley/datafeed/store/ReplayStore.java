package dev.parley.datafeed.store;

import dev.parley.datafeed.domain.Timeline;
import dev.parley.platform.db.Columns;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** SQL of the replay. Without state. */
public final class ReplayStore {

  /** Lays a tape unless some node has done so before. */
  public void begin(Handle handle, String symbol, Timeline timeline) {
    handle
        .createUpdate(
            "INSERT INTO datafeed.tape (symbol, anchor, speed) VALUES (:symbol, :anchor, :speed)"
                + " ON CONFLICT DO NOTHING")
        .bind("symbol", symbol)
        .bind("anchor", timeline.anchor())
        .bind("speed", timeline.speed())
        .execute();
  }

  /** Lays a tape anew. */
  public void change(Handle handle, String symbol, Timeline timeline) {
    handle
        .createUpdate(
            "UPDATE datafeed.tape SET anchor = :anchor, speed = :speed WHERE symbol = :symbol")
        .bind("symbol", symbol)
        .bind("anchor", timeline.anchor())
        .bind("speed", timeline.speed())
        .execute();
  }

  /** Where the tapes lie, by symbol. */
  public Map<String, Timeline> timelines(Handle handle) {
    return handle
        .createQuery("SELECT symbol, anchor, speed FROM datafeed.tape")
        .map(
            (rs, context) ->
                Map.entry(
                    Columns.text(rs, "symbol"),
                    Timeline.at(Columns.instant(rs, "anchor"), rs.getInt("speed"))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How far the tapes have been played; empty before the first time. */
  public Optional<Instant> playedUntil(Handle handle) {
    return handle
        .createQuery("SELECT played_until FROM datafeed.playhead")
        .map((rs, context) -> Columns.instant(rs, "played_until"))
        .findOne();
  }

  /**
   * Moves the playhead on, never back. The commit does not wait for the disk: after a crash the
   * clock says anew how far the tapes are.
   */
  public void play(Handle handle, Instant until) {
    handle.execute("SET LOCAL synchronous_commit = off");
    handle
        .createUpdate(
            "INSERT INTO datafeed.playhead (played_until) VALUES (:until)"
                + " ON CONFLICT (only_row) DO UPDATE SET played_until ="
                + " greatest(playhead.played_until, excluded.played_until)")
        .bind("until", until)
        .execute();
  }
}
