package dev.parley.broker.handler;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Somebody else's resource is 403, an absent one 404 (T24); checked before anything is done. */
final class Ownership {
  private Ownership() {}

  /**
   * @param what how messages call it, such as {@code order}
   * @throws AppException NOT_FOUND or PERMISSION_DENIED
   */
  static <T> T own(
      Caller caller, Optional<T> found, String what, UUID id, Function<T, UUID> owner) {
    T resource =
        found.orElseThrow(
            () -> new AppException(ErrorCode.NOT_FOUND, "There is no " + what + " " + id));
    if (!owner.apply(resource).equals(caller.require().userId())) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED, "The " + what + " " + id + " belongs to somebody else");
    }
    return resource;
  }
}
