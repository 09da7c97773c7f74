package dev.parley.spec;

import java.util.List;

/** The contracts are not as they must be; each line names file, place and reason. */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SpecException(String line) {
    super(line);
  }

  public SpecException(List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
  }
}
