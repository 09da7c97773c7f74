package dev.parley.broker.store;

import dev.parley.datafeed.api.TapeCursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** What several tables of the broker have in common. */
final class Rows {
  private Rows() {}

  static TapeCursor tape(ResultSet rs) throws SQLException {
    return new TapeCursor(rs.getLong("tape_loop"), rs.getInt("tape_line"));
  }

  /** An enum as the contracts and the tables spell it. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
