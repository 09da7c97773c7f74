package dev.parley.platform.page;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit the largest number of items, 1 to 100 by the contract
 * @param cursor as {@link Page#nextCursor} answered it; null for the first page
 * @param includeTotal whether to count all that matches
 */
public record PageRequest(int limit, @Nullable String cursor, boolean includeTotal) {
  private static final int DEFAULT_LIMIT = 50;

  /** A page as the query parameters ask for it, each of which may be absent. */
  public static PageRequest of(
      @Nullable Integer limit, @Nullable String cursor, @Nullable Boolean includeTotal) {
    return new PageRequest(
        limit == null ? DEFAULT_LIMIT : limit, cursor, Boolean.TRUE.equals(includeTotal));
  }
}
