package dev.parley.platform.outbox;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Collects the events of one transaction and writes them all at once right before its commit, after
 * every lock of the domain: so the locks of the logs are short, and never cross. Of one thread.
 */
public final class Outbox {
  private final EventTypes types;
  private final List<EventTypes.Encoded> buffer = new ArrayList<>();

  public Outbox(EventTypes types) {
    this.types = types;
  }

  /** Remembers an event, encoded now, so that a lock is never held for JSON. */
  public void append(DomainEvent event) {
    buffer.add(types.encode(event));
  }

  /**
   * Numbers and stores what was appended. The last statement of the transaction.
   *
   * @return the events as stored, in the order they were appended
   */
  public List<StoredEvent> flush(Handle handle, Instant time) {
    List<StoredEvent> stored = LogWriter.append(handle, buffer, time);
    buffer.clear();
    return stored;
  }
}
