package dev.parley.broker.store;

import dev.parley.broker.domain.Tick;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which orders a piece of a tape can do anything to: wider than {@code Order.touchedBy}, never
 * narrower, and simple enough for the database. Orders that rest beyond it, and their accounts, are
 * left alone.
 *
 * @param lowest price that is traded, null if none is
 * @param highest price that is traded, null if none is
 * @param until day orders that end before this end now
 */
public record Reach(
    String symbol, @Nullable BigDecimal lowest, @Nullable BigDecimal highest, Instant until) {

  /** The reach of these ticks, the tape being complete to a time. */
  public static Reach of(String symbol, Collection<Tick> ticks, Instant completeTo) {
    List<BigDecimal> traded =
        ticks.stream().filter(t -> t.volume().signum() > 0).map(Tick::price).sorted().toList();
    Instant last = ticks.stream().map(Tick::time).max(Comparator.naturalOrder()).orElse(completeTo);
    return new Reach(
        symbol,
        traded.isEmpty() ? null : traded.getFirst(),
        traded.isEmpty() ? null : traded.getLast(),
        last.isAfter(completeTo) ? last : completeTo);
  }
}
