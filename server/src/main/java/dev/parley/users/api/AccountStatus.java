package dev.parley.users.api;

import java.util.Locale;

/** Whether an account can be used. */
public enum AccountStatus {
  ACTIVE,
  /** Kept with all it owns, but nobody can sign in to it. */
  SUSPENDED;

  /** As the database spells it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static AccountStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
