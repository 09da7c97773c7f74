package dev.parley.auth.oidc;

/** An issuer's documents could not be had; the message is for people and names no secret. */
final class IssuerFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code lower_snake, for the {@code errors} of a problem
   */
  IssuerFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
