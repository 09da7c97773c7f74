package dev.parley.auth.oauth;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a client asks the token endpoint for. Prints without secrets.
 *
 * @param type {@code grant_type}
 * @param fp fingerprint of the device, if it named itself
 */
public record GrantRequest(
    String type,
    Optional<String> username,
    Optional<String> password,
    Optional<String> refreshToken,
    Optional<String> scope,
    Optional<ClientCredentials> client,
    Optional<String> fp) {
  /** RFC 6749, 3.3: what a scope may be made of. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

  /**
   * The scopes that are wanted, if any are named.
   *
   * @throws AppException INVALID_SCOPE for a text that is no list of scopes
   */
  Optional<Set<String>> scopes() {
    return scope.map(
        text -> {
          List<String> names = Arrays.asList(text.split(" ", -1));
          if (!names.stream().allMatch(name -> SCOPE.matcher(name).matches())) {
            throw new AppException(
                ErrorCode.INVALID_SCOPE, "scope must be names with one blank between them");
          }
          return new TreeSet<>(names);
        });
  }

  /** A parameter that the grant needs. */
  static String required(Optional<String> value, String name) {
    return value.orElseThrow(
        () ->
            new AppException(
                ErrorCode.MALFORMED_REQUEST, "This grant needs the parameter " + name));
  }

  @Override
  public String toString() {
    return "GrantRequest[" + type + "]";
  }
}
