package dev.parley.platform.bus;

import dev.parley.platform.bus.AllowedTo.Who;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.util.Set;

/** The chain's authorise step: is this kind of caller allowed here at all. */
final class Access {
  private Access() {}

  static void check(Set<Who> allowed, Caller caller) {
    if (allowed.contains(Who.ANYONE)
        || (caller.isSystem() && allowed.contains(Who.SYSTEM))
        || (caller.principal().isPresent() && allowed.contains(Who.SIGNED_IN))) {
      return;
    }
    if (caller.principal().isEmpty() && !caller.isSystem()) {
      throw new AppException(ErrorCode.UNAUTHENTICATED, "This needs credentials");
    }
    throw new AppException(ErrorCode.PERMISSION_DENIED, "This kind of caller may not do this");
  }
}
