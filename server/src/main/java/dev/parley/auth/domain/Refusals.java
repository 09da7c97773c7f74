package dev.parley.auth.domain;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.time.Duration;

/** Errors that must read the same wherever they come from. */
public final class Refusals {
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

  public static AppException tooManyAttempts(Duration wait) {
    return new AppException(
            ErrorCode.RATE_LIMIT_EXCEEDED, "Too many attempts with this name; wait a little")
        .retryAfter(wait);
  }

  /** The token is good and its account is gone. */
  public static AppException noAccount() {
    return new AppException(ErrorCode.AUTH_FAILED, "The account of this token does not exist");
  }
}
