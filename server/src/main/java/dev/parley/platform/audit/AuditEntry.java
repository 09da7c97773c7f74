package dev.parley.platform.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A command that ran. Names and ids only, never content: a command may carry a password (T70).
 *
 * @param actor user id, {@code system:name} or {@code address:…}
 * @param command simple name of its class
 * @param target what it acted on; empty when it named nothing
 * @param outcome {@code success}, or the error code
 */
public record AuditEntry(
    UUID commandId,
    Instant occurredAt,
    String actor,
    String command,
    String target,
    String outcome,
    String traceId) {
  public static final String SUCCESS = "success";
}
