package dev.parley.platform.ws.protocol;

import dev.parley.platform.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A client frame that cannot be understood. */
@SuppressWarnings("serial") // never serialised
public final class BadFrame extends Exception {
  private final ErrorCode code;
  private final @Nullable String id;

  public BadFrame(ErrorCode code, @Nullable String id, String detail) {
    super(detail);
    this.code = code;
    this.id = id;
  }

  public ErrorCode code() {
    return code;
  }

  /** Of the frame, where that much could be read. */
  public @Nullable String id() {
    return id;
  }

  /** What was wrong, for the client to read. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
