package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Errors as OAuth 2.0 has them (RFC 6749, 5.2), for operations whose contract says {@code x-errors:
 * oauth2}: tools look for {@code error} in {@code application/json} with status 400 or 401 and know
 * no other. The members of a problem document stay, which those tools overlook.
 */
final class OAuthErrors {
  static final String PRAGMA = "Pragma";
  static final String NO_CACHE = "no-cache";

  /** Codes that OAuth 2.0 knows by the same name; all others are {@code invalid_request} there. */
  private static final Set<ErrorCode> NAMED =
      Set.of(
          ErrorCode.INVALID_CLIENT,
          ErrorCode.INVALID_GRANT,
          ErrorCode.INVALID_SCOPE,
          ErrorCode.UNAUTHORIZED_CLIENT,
          ErrorCode.UNSUPPORTED_GRANT_TYPE);

  private OAuthErrors() {}

  /** Whether an error of this operation is one that OAuth 2.0 has a form for. */
  static boolean apply(@Nullable Operation operation, ErrorCode code) {
    return operation != null
        && operation.oauthErrors()
        && (status(code) == 400 || status(code) == 401);
  }

  /** A broken schema is 400 there. */
  static int status(ErrorCode code) {
    return code.status() == 422 ? 400 : code.status();
  }

  static void complete(
      AppException problem, Map<String, Object> document, Map<String, String> headers) {
    ErrorCode code = problem.code();
    document.put(
        "error", NAMED.contains(code) ? code.name().toLowerCase(Locale.ROOT) : "invalid_request");
    document.put("error_description", plain(problem.detail()));
    headers.put(PRAGMA, NO_CACHE);
  }

  /** In the characters that RFC 6749 allows: printable ASCII without quotes and backslashes. */
  private static String plain(String text) {
    return text.replace('"', '\'').replaceAll("[^ -\\[\\]-~]", "?");
  }
}
