package dev.parley.platform.security;

/** By what kind of credential a principal was verified. */
public enum CredentialKind {
  /** An access token that came of a sign-in; it ends with its session. */
  SESSION,
  /** A key that a user made for a program; it is its own session. */
  API_KEY,
  /** An access token that a registered application got for itself. */
  APPLICATION
}
