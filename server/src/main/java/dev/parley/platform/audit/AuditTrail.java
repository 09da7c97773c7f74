package dev.parley.platform.audit;

import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * One row a command (X12). A success is written in the command's transaction, a failure in one of
 * its own, since that of the command is rolled back. Stateless, so thread-safe.
 */
public final class AuditTrail {
  public void write(Handle handle, AuditEntry entry) {
    handle
        .createUpdate(
            """
            INSERT INTO platform.audit
              (command_id, occurred_at, actor, command, target, outcome, trace_id)
            VALUES (:commandId, :occurredAt, :actor, :command, :target, :outcome, :traceId)
            """)
        .bind("commandId", entry.commandId())
        .bind("occurredAt", entry.occurredAt().atOffset(ZoneOffset.UTC))
        .bind("actor", entry.actor())
        .bind("command", entry.command())
        .bind("target", entry.target())
        .bind("outcome", entry.outcome())
        .bind("traceId", entry.traceId())
        .execute();
  }
}
