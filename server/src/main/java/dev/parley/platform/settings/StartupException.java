package dev.parley.platform.settings;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start, for a reason its operator can do something about. The message is one
 * line made for that operator: it is printed as it is, without a stack trace.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartupException(String oneLine) {
    this(oneLine, null);
  }

  public StartupException(String oneLine, @Nullable Throwable cause) {
    super(oneLine.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
  }
}
