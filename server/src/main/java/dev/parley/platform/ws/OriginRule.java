package dev.parley.platform.ws;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open sockets: those of the server itself and those of the listed origins.
 * Programs send no {@code Origin} and pass. A page elsewhere could otherwise use the visitor's
 * cookies.
 */
final class OriginRule {
  private final Set<String> origins;

  OriginRule(List<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Throws if a page of this origin may not; there is none where a program calls. */
  void check(@Nullable String origin, @Nullable String host) {
    if (origin != null
        && !origins.contains(origin)
        && !origin.equals("http://" + host)
        && !origin.equals("https://" + host)) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED, "Pages of this origin may not open sockets here");
    }
  }
}
