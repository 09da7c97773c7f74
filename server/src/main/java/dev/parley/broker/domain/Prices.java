package dev.parley.broker.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The last price of each symbol, to value positions at. */
@FunctionalInterface
public interface Prices {
  /** Null before the symbol's first trade, and for a symbol that does not exist. */
  @Nullable BigDecimal last(String symbol);
}
