package dev.parley.datafeed;

import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.security.Caller;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What market data needs of a query's context, the time alone. */
public record FakeContext(Instant now, Map<LogKey, Position> streams) implements QueryContext {
  public FakeContext(Instant now) {
    this(now, new HashMap<>());
  }

  @Override
  public Caller caller() {
    throw new UnsupportedOperationException("market data is the same for everybody");
  }

  @Override
  public Handle handle() {
    throw new UnsupportedOperationException("market data needs no database");
  }

  @Override
  public void stream(LogKey key) {
    throw new UnsupportedOperationException("market data is not in the log");
  }

  @Override
  public void stream(LogKey key, Position at) {
    streams.put(key, at);
  }
}
