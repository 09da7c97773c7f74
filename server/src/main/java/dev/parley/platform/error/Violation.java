package dev.parley.platform.error;

import java.util.Objects;

/**
 * One broken rule of a request, as it stands in the {@code errors} of a problem document.
 *
 * @param pointer an RFC 6901 pointer into the body ({@code /quantity}), or {@code query/limit},
 *     {@code path/id}, {@code header/If-Match}
 * @param code what kind of rule, lower_snake ({@code required}, {@code below_minimum})
 * @param message names the value and what was expected; shown to the caller
 */
public record Violation(String pointer, String code, String message) {
  public Violation {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
