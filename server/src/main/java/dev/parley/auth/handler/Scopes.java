package dev.parley.auth.handler;

/** Scopes that rules of this feature name; all others stand in the specs alone. */
final class Scopes {
  static final String CREATE_USERS = "users:create";
  static final String CHANGE_PASSWORD = "password:change";

  private Scopes() {}
}
