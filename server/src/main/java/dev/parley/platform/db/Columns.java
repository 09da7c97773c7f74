package dev.parley.platform.db;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns in row mappers: {@code (rs, ctx) -> new Order(Columns.uuid(rs, "id"), ...)}. The
 * plain ones expect a value and fail on NULL with the column's name; the optional ones do not.
 */
public final class Columns {
  private Columns() {}

  public static UUID uuid(ResultSet rs, String column) throws SQLException {
    return present(rs.getObject(column, UUID.class), column);
  }

  public static Optional<UUID> optionalUuid(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, UUID.class));
  }

  public static Instant instant(ResultSet rs, String column) throws SQLException {
    return present(rs.getObject(column, OffsetDateTime.class), column).toInstant();
  }

  public static Optional<Instant> optionalInstant(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  public static String text(ResultSet rs, String column) throws SQLException {
    return present(rs.getString(column), column);
  }

  public static Optional<String> optionalText(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getString(column));
  }

  public static BigDecimal decimal(ResultSet rs, String column) throws SQLException {
    return present(rs.getBigDecimal(column), column);
  }

  public static Optional<BigDecimal> optionalDecimal(ResultSet rs, String column)
      throws SQLException {
    return Optional.ofNullable(rs.getBigDecimal(column));
  }

  /** The text of a json or jsonb column. */
  public static String json(ResultSet rs, String column) throws SQLException {
    return text(rs, column);
  }

  /** The elements of a {@code text[]} column. */
  public static List<String> texts(ResultSet rs, String column) throws SQLException {
    Array array = present(rs.getArray(column), column);
    return List.of((String[]) array.getArray());
  }

  /** The constant whose lower-case name a text column holds, as the contracts spell enums. */
  public static <E extends Enum<E>> E constant(ResultSet rs, String column, Class<E> type)
      throws SQLException {
    return Enum.valueOf(type, text(rs, column).toUpperCase(Locale.ROOT));
  }

  private static <T> T present(@Nullable T value, String column) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + column + " is NULL");
    }
    return value;
  }
}
