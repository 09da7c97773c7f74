package dev.parley.auth.domain;

/** Who may register. */
public enum RegistrationMode {
  /** Whoever was invited. */
  INVITATION,
  /** Whoever was invited by an administrator. */
  ADMIN,
  /** Everybody, as a user; an invitation can give another role. */
  OPEN
}
