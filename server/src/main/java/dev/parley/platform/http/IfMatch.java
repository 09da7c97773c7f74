package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition of an {@code If-Match} header (RFC 9110, 13.1.1) on a resource whose strong ETag is
 * its version. Compared strongly: a weak tag matches nothing.
 *
 * @param any no header, or {@code *}
 * @param tags the entity tags named, quotes included
 */
public record IfMatch(boolean any, Set<String> tags) {
  /** Holds for every version. */
  public static final IfMatch ANY = new IfMatch(true, Set.of());

  public IfMatch {
    tags = Set.copyOf(tags);
  }

  /** The condition of a header value; null for a request without it. */
  public static IfMatch of(@Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return ANY;
    }
    return new IfMatch(
        false, Arrays.stream(header.split(",")).map(String::strip).collect(Collectors.toSet()));
  }

  /** Throws PRECONDITION_FAILED unless the condition holds for this version of the resource. */
  public void check(long version) {
    String current = "\"" + version + "\"";
    if (!any && !tags.contains(current)) {
      throw new AppException(
          ErrorCode.PRECONDITION_FAILED,
          "The resource has changed: its ETag is "
              + current
              + ", If-Match has "
              + String.join(", ", tags));
    }
  }
}
