package dev.parley.platform.bus;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.security.Caller;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What a query's handler works with: one REPEATABLE READ READ ONLY transaction. */
public interface QueryContext {
  Caller caller();

  Handle handle();

  Instant now();

  /**
   * Says that the answer shows the state that this log streams. The log's position in the same
   * snapshot goes with the answer ({@code Stream-Position}), so that read-then-subscribe has no
   * seam.
   */
  void stream(LogKey key);

  /**
   * Says the same of a topic that is not in the log (market data), and where in its ring the answer
   * stands.
   */
  void stream(LogKey key, Position at);
}
