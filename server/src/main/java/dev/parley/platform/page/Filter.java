package dev.parley.platform.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a list and their values. Its text names the list together with its filters, so
 * that a cursor is good for exactly this list. Of one thread.
 */
public final class Filter {
  private final String table;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Object> passing = new LinkedHashMap<>();

  /**
   * @param table what to read, as in {@code FROM}
   */
  public Filter(String table) {
    this.table = table;
  }

  /**
   * Adds a condition if its value is there.
   *
   * @param sql with the value as {@code :name}
   */
  public Filter and(String sql, String name, @Nullable Object value) {
    if (value != null) {
      conditions.add(sql);
      values.put(name, value);
    }
    return this;
  }

  /** Adds a condition without a value. */
  public Filter and(String sql) {
    conditions.add(sql);
    return this;
  }

  /**
   * Adds a condition whose value is of this moment, such as the time: it does not name the list,
   * and the pages that follow have another.
   */
  public Filter now(String sql, String name, Object value) {
    conditions.add(sql);
    passing.put(name, value);
    return this;
  }

  /** Names the list for its cursors. */
  public String name(String order) {
    return table + '|' + order + '|' + String.join("&", conditions) + '|' + values;
  }

  /** How many rows the filter lets through. */
  public long count(Handle handle) {
    try (var query = handle.createQuery("SELECT count(*) FROM " + table + where(""))) {
      bind(query);
      return query.mapTo(Long.class).one();
    }
  }

  /**
   * The rows that the filter lets through.
   *
   * @param after a further condition, where the page begins; empty for the first page
   * @param afterValues the values of that condition
   * @param order what to order by
   */
  public <T> List<T> rows(
      Handle handle,
      RowMapper<T> mapper,
      String after,
      Map<String, Object> afterValues,
      String order,
      int rows) {
    String sql = "SELECT * FROM " + table + where(after) + " ORDER BY " + order + " LIMIT :rows";
    try (var query = handle.createQuery(sql)) {
      bind(query);
      afterValues.forEach(query::bind);
      return query.bind("rows", rows).map(mapper).list();
    }
  }

  private String where(String after) {
    List<String> all = new ArrayList<>(conditions);
    if (!after.isEmpty()) {
      all.add(after);
    }
    return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
  }

  private void bind(SqlStatement<?> statement) {
    values.forEach(statement::bind);
    passing.forEach(statement::bind);
  }
}
