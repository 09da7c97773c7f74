package dev.parley.client.ws;

import dev.parley.client.model.ErrorCode;

/** The server does not let this caller into a topic. Final: asking again would not help. */
public final class StreamRefusedException extends StreamException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** The server's answer. */
  public StreamRefusedException(String topic, ErrorCode code, String detail) {
    super(topic + ": " + code + ", " + detail, null);
    this.code = code;
  }

  /** The stable name of the reason, the same as in problem documents. */
  public ErrorCode code() {
    return code;
  }
}
