package dev.parley.broker.handler;

import dev.parley.broker.domain.Tick;
import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import dev.parley.platform.lease.Lease;
import java.time.Instant;
import java.util.List;

/**
 * Fills orders of one symbol from a piece of its tape. The matcher's own command, sent to nobody
 * else's handler.
 *
 * @param ticks in order, without a gap
 * @param completeTo the tape has nothing more before this time, so day orders that end by then can
 * @param lease under which the matcher works
 */
@AllowedTo(AllowedTo.Who.SYSTEM)
public record MatchTicks(String symbol, List<Tick> ticks, Instant completeTo, Lease lease)
    implements Command<MatchTicks.Matched> {
  public MatchTicks {
    ticks = List.copyOf(ticks);
  }

  @Override
  public String target() {
    return "tape:" + symbol;
  }

  /**
   * What came of it.
   *
   * @param executions how many fills
   */
  public record Matched(int executions) {}
}
