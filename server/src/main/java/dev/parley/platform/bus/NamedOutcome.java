package dev.parley.platform.bus;

/**
 * An answer that is not simply a success: a refusal whose traces have to be committed. Audit trail,
 * log and metrics call the command what this says.
 */
public interface NamedOutcome {
  /** {@code success}, or the name of an error code. */
  String outcome();
}
