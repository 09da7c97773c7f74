package dev.parley.auth.domain;

/** Scopes that rules of this feature name; all others stand in the specs alone. */
public final class Scopes {
  public static final String CREATE_USERS = "users:create";
  public static final String CHANGE_PASSWORD = "password:change";

  private Scopes() {}
}
