package dev.parley.platform.contract;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Collection;
import java.util.List;

/** Gathers what is wrong with the parameters of one request. */
public final class ParameterCheck {
  private final Findings malformed = new Findings();
  private final Findings broken = new Findings();

  /** Checks the values given for a parameter. */
  public void add(Parameter parameter, List<String> given) {
    parameter.check(given, malformed, broken);
  }

  /** A misspelt filter must not silently match everything. */
  public void unknownQuery(Operation operation, Collection<String> given) {
    for (String name : given) {
      if (operation.parameters().stream()
          .noneMatch(p -> p.in().equals("query") && p.name().equals(name))) {
        broken.add(
            "query/" + ValueTypes.shortened(name),
            "unknown",
            "is not a parameter of this operation");
      }
    }
  }

  /** Throws 400 where something does not parse, else 422 where something breaks a limit. */
  public void finish() {
    if (!malformed.isEmpty()) {
      throw new AppException(
          ErrorCode.INVALID_PARAMETER,
          "The request has parameters that do not parse, see errors for each",
          malformed.list());
    }
    if (!broken.isEmpty()) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "The request has parameters that break their contract, see errors for each",
          broken.list());
    }
  }
}
