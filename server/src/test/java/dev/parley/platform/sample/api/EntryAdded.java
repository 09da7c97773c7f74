package dev.parley.platform.sample.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row was added. */
public record EntryAdded(LogKey key, Entry entry) implements DomainEvent {
  @Override
  public String entityId() {
    return entry.id().toString();
  }

  @Override
  public @Nullable UUID userId() {
    return null;
  }
}
