package dev.parley.conformance.matrix;

import java.util.Set;

/** What becomes of a request or a subscription as far as permission is concerned. */
public enum Verdict {
  /** Not refused for who asks; it may fail for another reason. */
  LET_IN,
  /** 401: nobody has said who asks. */
  UNAUTHENTICATED,
  /** 401: what was said of who asks is not valid. */
  AUTH_FAILED,
  /** 403: who asks is known and lacks a scope. */
  PERMISSION_DENIED;

  /**
   * What the contracts declare.
   *
   * @param secured whether credentials are needed
   * @param keys whether the credentials of a program are taken for them
   * @param required the scopes that have to be held, all of them
   */
  public static Verdict declared(
      boolean secured, boolean keys, Set<String> required, Caller caller) {
    if (!secured) {
      return LET_IN;
    }
    return switch (caller.credential()) {
      case NONE -> UNAUTHENTICATED;
      case EXPIRED -> AUTH_FAILED;
      case SESSION, COOKIE, TICKET ->
          caller.held().containsAll(required) ? LET_IN : PERMISSION_DENIED;
      case API_KEY, APPLICATION ->
          keys && caller.held().containsAll(required) ? LET_IN : PERMISSION_DENIED;
    };
  }
}
