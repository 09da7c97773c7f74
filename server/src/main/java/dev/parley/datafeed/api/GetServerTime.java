package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import java.time.Instant;

/** The clock that market data runs by. */
public record GetServerTime() implements Query<Instant> {}
