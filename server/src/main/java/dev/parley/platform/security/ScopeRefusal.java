package dev.parley.platform.security;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.List;
import java.util.TreeSet;

/** Why a known caller may not do something, in full: the same over REST and WebSocket (X08). */
public final class ScopeRefusal {
  /** The scopes that are needed. */
  public static final String REQUIRED = "requiredScopes";

  /** The scopes that the caller holds. */
  public static final String HELD = "heldScopes";

  /** The roles that hold what is needed. */
  public static final String ROLES = "sufficientRoles";

  private ScopeRefusal() {}

  /**
   * A PERMISSION_DENIED error that says what is needed, what is held and who has it.
   *
   * @param what what the caller wants to do, as the subject of a sentence
   */
  public static AppException of(
      String what, List<String> required, Principal caller, List<String> sufficientRoles) {
    String scopes = required.size() == 1 ? " needs the scope " : " needs the scopes ";
    return because(what + scopes + String.join(", ", required), required, caller, sufficientRoles);
  }

  /** The same for a reason beside the scopes. */
  public static AppException because(
      String why, List<String> required, Principal caller, List<String> sufficientRoles) {
    return new AppException(ErrorCode.PERMISSION_DENIED, why)
        .with(REQUIRED, required)
        .with(HELD, List.copyOf(new TreeSet<>(caller.scopes())))
        .with(ROLES, sufficientRoles);
  }
}
