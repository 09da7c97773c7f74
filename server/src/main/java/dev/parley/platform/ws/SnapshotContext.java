package dev.parley.platform.ws;

import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The transaction of one snapshot. Its position is read by the hub, so nobody has to name logs. */
record SnapshotContext(Principal principal, Handle handle, Instant now) implements QueryContext {
  @Override
  public Caller caller() {
    String trace = UUID.randomUUID().toString().replace("-", "");
    return new Caller(Optional.of(principal), "websocket", trace, Optional.empty());
  }

  @Override
  public void stream(LogKey key) {
    // The topic's own position is in the frame; a snapshot speaks of no other log.
  }

  @Override
  public void stream(LogKey key, Position at) {
    // As above.
  }
}
