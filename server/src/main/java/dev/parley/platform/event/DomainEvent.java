package dev.parley.platform.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, named in the past tense, emitted by a command's handler and stored in
 * the transaction that made it so. A module binds each event class to its wire type and to the
 * function that makes the AsyncAPI data object.
 */
public interface DomainEvent {
  /** The log it goes to; who may not see it must not be in that audience. */
  LogKey key();

  /** The resource it is about. */
  String entityId();

  /** Whose resource it is; null where it is nobody's. */
  @Nullable UUID userId();
}
