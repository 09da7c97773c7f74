package dev.parley.asyncapi;

/** A document or an option that cannot be honoured. The message is one line: place, then reason. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal at {@code place}, such as {@code specs/broker/asyncapi.yaml#/channels/broker}. */
  public Refusal(String place, String reason) {
    // Without a stack trace: whoever runs the generator has to mend a document, not the generator.
    super((place + ": " + reason).replaceAll("\\s+", " "), null, false, false);
  }
}
