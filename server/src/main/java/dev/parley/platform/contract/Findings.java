package dev.parley.platform.contract;

import dev.parley.platform.error.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * The violations found in one request, of one thread. Bounded, so that no request makes a huge
 * answer.
 */
public final class Findings {
  private static final int MOST = 100;
  private final List<Violation> violations = new ArrayList<>();

  public void add(String pointer, String code, String message) {
    if (violations.size() < MOST) {
      violations.add(new Violation(pointer, code, message));
    }
  }

  public boolean isEmpty() {
    return violations.isEmpty();
  }

  public List<Violation> list() {
    return List.copyOf(violations);
  }
}
