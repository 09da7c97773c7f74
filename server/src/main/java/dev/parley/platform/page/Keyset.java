package dev.parley.platform.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Pages of rows by time and id. The key of the last row leads to the next page, so page 10 000
 * costs what page 1 costs.
 *
 * @param time the column of the time
 * @param newestFirst the direction
 */
public record Keyset(String time, boolean newestFirst) {

  /** A row's place in the list. */
  public record Key(Instant time, UUID id) {}

  /**
   * One page of what the filter lets through.
   *
   * @param key a row's place, as the mapper has read it
   */
  public <T> Page<T> page(
      Handle handle,
      Filter filter,
      PageRequest request,
      RowMapper<T> mapper,
      Function<T, Key> key) {
    String order = newestFirst ? "%s DESC, id DESC".formatted(time) : "%s, id".formatted(time);
    String list = filter.name(order);
    Cursor cursor = Cursor.parse(request.cursor(), list);
    String after = "";
    Map<String, Object> values = Map.of();
    if (cursor != null) {
      after = "(%s, id) %s (:keyTime, :keyId)".formatted(time, newestFirst ? "<" : ">");
      values = Map.of("keyTime", cursor.instant(0), "keyId", cursor.uuid(1));
    }
    List<T> rows = filter.rows(handle, mapper, after, values, order, request.limit() + 1);
    OptionalLong total =
        request.includeTotal() ? OptionalLong.of(filter.count(handle)) : OptionalLong.empty();
    return Page.of(
        rows,
        request.limit(),
        total,
        row -> {
          Key last = key.apply(row);
          return Cursor.of(list, last.time(), last.id());
        });
  }
}
