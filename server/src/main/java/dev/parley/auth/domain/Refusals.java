package dev.parley.auth.domain;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Errors that must read the same wherever they come from. */
public final class Refusals {
  private static final int MOST_SHOWN = 200;

  private Refusals() {}

  /** For an unknown user and a wrong password alike. */
  public static AppException invalidCredentials() {
    return new AppException(
        ErrorCode.INVALID_CREDENTIALS, "User name, mail address or password are not right");
  }

  /** For every way in which a refresh token can be no good. */
  public static AppException invalidRefreshToken() {
    return new AppException(
        ErrorCode.INVALID_REFRESH_TOKEN, "The refresh token is not valid, or not any more");
  }

  /** For a nonce that is unknown, used, expired, another issuer's or another device's. */
  public static AppException invalidNonce() {
    return invalidIdToken("nonce", "must carry an unused nonce of ours for this issuer and device");
  }

  /**
   * For an ID token that is no good. Whoever presents it may know why: it is signed with the
   * counterpart of a public key, so the reason helps an integrator and no forger. Nothing of the
   * token is repeated.
   *
   * @param code what kind of rule it breaks, lower_snake
   */
  public static AppException invalidIdToken(String code, String expected) {
    return new AppException(
        ErrorCode.AUTH_FAILED,
        "The ID token is not good",
        List.of(new Violation("/idToken", code, expected)));
  }

  /** For a reset token that is unknown, used, expired or void. */
  public static AppException invalidReset() {
    return new AppException(
        ErrorCode.RESET_INVALID, "The reset is unknown, was used or has expired");
  }

  public static AppException tooManyAttempts(Duration wait) {
    return new AppException(
            ErrorCode.RATE_LIMIT_EXCEEDED, "Too many attempts with this name; wait a little")
        .retryAfter(wait);
  }

  /** For an account that was made by way of an issuer and has not got a password yet. */
  public static AppException noPassword() {
    return new AppException(
        ErrorCode.VALIDATION_ERROR,
        "This account has no password; a password reset by mail gives it one",
        List.of(
            new Violation("/currentPassword", "no_password", "is of an account without password")));
  }

  /** More was asked for than there is to give. */
  public static AppException invalidScope(Collection<String> missing) {
    String names = String.join(" ", new TreeSet<>(missing));
    return new AppException(
        ErrorCode.INVALID_SCOPE,
        "This account cannot give: "
            + (names.length() > MOST_SHOWN ? names.substring(0, MOST_SHOWN) + "..." : names));
  }

  /** For an unknown client and a wrong secret alike. */
  public static AppException invalidClient() {
    return new AppException(
        ErrorCode.INVALID_CLIENT, "The client is unknown or its secret is wrong");
  }

  public static AppException accountDisabled() {
    return new AppException(ErrorCode.ACCOUNT_DISABLED, "This account is suspended");
  }

  /** For a client that shows nothing of itself where it has to. */
  public static AppException clientNeeded() {
    return new AppException(ErrorCode.INVALID_CLIENT, "This needs client authentication");
  }

  /** The token is good and its account is gone. */
  public static AppException noAccount() {
    return new AppException(ErrorCode.AUTH_FAILED, "The account of this token does not exist");
  }
}
