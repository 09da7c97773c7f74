package dev.parley.users.api;

import java.util.Arrays;
import java.util.Locale;

/** What an account may do, from least to most; the scopes of each stand in {@code roles.yaml}. */
public enum Role {
  VIEWER,
  USER,
  MANAGER,
  ADMIN;

  /** As contracts, tokens and the database spell it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that spelling; anything else is an {@link IllegalArgumentException}. */
  public static Role of(String wire) {
    return Arrays.stream(values())
        .filter(role -> role.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such role: " + wire));
  }
}
