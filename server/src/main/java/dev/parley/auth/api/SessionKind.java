package dev.parley.auth.api;

/** How a session began. */
public enum SessionKind {
  /** With a password, or with changing it. */
  PASSWORD,
  /** With the ID token of another issuer. */
  OIDC,
  /** At the token endpoint, by an OAuth2 client. */
  OAUTH,
  /** With the secret of an application; it lasts for one access token. */
  APPLICATION
}
