package dev.parley.platform.page;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items what is on it, in the order of the list
 * @param limit how many items it could hold
 * @param nextCursor where the next page begins; empty on the last one
 * @param total how many items match in all, if that was asked for
 */
public record Page<T>(List<T> items, int limit, Optional<String> nextCursor, OptionalLong total) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of rows that were read one more than the limit: the extra row tells that there is a next
   * page and is not shown.
   *
   * @param cursor the cursor that continues after an item
   */
  public static <T> Page<T> of(
      List<T> oneMore, int limit, OptionalLong total, Function<T, String> cursor) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, limit, Optional.empty(), total);
    }
    List<T> items = oneMore.subList(0, limit);
    return new Page<>(items, limit, Optional.of(cursor.apply(items.getLast())), total);
  }

  /** Where this page stands, as the contracts have it. */
  public dev.parley.contract.common.model.Page model() {
    return new dev.parley.contract.common.model.Page(
        limit, nextCursor.orElse(null), total.isPresent() ? total.getAsLong() : null);
  }

  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(items.stream().<R>map(mapper).toList(), limit, nextCursor, total);
  }
}
