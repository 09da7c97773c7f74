package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import java.util.List;

/** The quotes of these symbols, in this order, each once; NOT_FOUND if one does not exist. */
public record ListQuotes(List<String> symbols) implements Query<List<Quote>> {
  public ListQuotes {
    symbols = List.copyOf(symbols);
  }
}
