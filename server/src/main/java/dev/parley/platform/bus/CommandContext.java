package dev.parley.platform.bus;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.security.Caller;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a handler works with: one READ COMMITTED transaction and what belongs to it. Of one thread
 * and one attempt; useless once the handler has returned. All that succeeds is committed together:
 * the change, its events, its audit row, and the answer under the caller's idempotency key.
 */
public interface CommandContext {
  UUID commandId();

  Caller caller();

  /** The transaction's handle; rows that money depends on are locked explicitly. */
  Handle handle();

  /** Appends an event to its log right before commit, numbered then. */
  void emit(DomainEvent event);

  /** The time of this command, the same for all it does; microseconds, as the database keeps. */
  Instant now();

  /** Names what was acted on for the audit trail, where the command itself could not know. */
  void target(String target);

  /**
   * Runs something once the transaction has committed, after its events were handed on: waking a
   * worker, sending mail. Runs on the caller's thread, so it is short; its failure is logged and
   * changes nothing.
   */
  void afterCommit(Runnable action);
}
