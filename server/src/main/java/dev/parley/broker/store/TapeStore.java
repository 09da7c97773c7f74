package dev.parley.broker.store;

import dev.parley.datafeed.api.TapeCursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code broker.tape}: how far each symbol's tape has been used to fill orders. Its row
 * is locked first by whoever fills, so two matchers cannot use one record, even if both believe to
 * hold the lease. Stateless.
 */
public final class TapeStore {
  /** Where the tape of a symbol stands, and the fence of whoever moved it there. */
  public record Mark(TapeCursor cursor, long fence) {}

  /** Locked until the transaction ends; a symbol that was never used starts at the beginning. */
  public Mark lock(Handle handle, String symbol) {
    handle
        .createUpdate(
            """
            INSERT INTO broker.tape (symbol, loop, line, fence) VALUES (:symbol, 0, 0, 0)
            ON CONFLICT (symbol) DO NOTHING
            """)
        .bind("symbol", symbol)
        .execute();
    return handle
        .createQuery("SELECT loop, line, fence FROM broker.tape WHERE symbol = :symbol FOR UPDATE")
        .bind("symbol", symbol)
        .map((rs, context) -> new Mark(cursor(rs), rs.getLong("fence")))
        .one();
  }

  /** Where the tape of a symbol stands, without a lock; the beginning if it was never used. */
  public TapeCursor cursor(Handle handle, String symbol) {
    return handle
        .createQuery("SELECT loop, line FROM broker.tape WHERE symbol = :symbol")
        .bind("symbol", symbol)
        .map((rs, context) -> cursor(rs))
        .findOne()
        .orElse(TapeCursor.START);
  }

  public void move(Handle handle, String symbol, TapeCursor cursor, long fence) {
    handle
        .createUpdate(
            "UPDATE broker.tape SET loop = :loop, line = :line, fence = :fence"
                + " WHERE symbol = :symbol")
        .bind("symbol", symbol)
        .bind("loop", cursor.loop())
        .bind("line", cursor.line())
        .bind("fence", fence)
        .execute();
  }

  private static TapeCursor cursor(ResultSet rs) throws SQLException {
    return new TapeCursor(rs.getLong("loop"), rs.getInt("line"));
  }
}
