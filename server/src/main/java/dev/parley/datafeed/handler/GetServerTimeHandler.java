package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.GetServerTime;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells the time, to the millisecond. */
public final class GetServerTimeHandler implements QueryHandler<GetServerTime, Instant> {
  @Override
  public Instant handle(GetServerTime query, QueryContext context) {
    return context.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
