package dev.parley.auth.api;

/** What happened to an account that its owner may want to know. */
public enum SecurityEventKind {
  /** A session began. */
  SIGNED_IN,
  /** The password was changed; every session ended. */
  PASSWORD_CHANGED,
  /** The password was replaced by way of a mail; every session ended. */
  PASSWORD_RESET,
  /** The owner ended a session. */
  SESSION_REVOKED,
  /** The owner ended all sessions but the one that asked. */
  OTHER_SESSIONS_REVOKED,
  /**
   * A refresh token was used a second time; its session ended, for somebody else holds the token.
   */
  REFRESH_TOKEN_REUSED,
  /** A refresh token was presented by another device, and refused. */
  REFRESH_TOKEN_ON_OTHER_DEVICE,
  /** An application was registered, which can act for the account. */
  APPLICATION_REGISTERED,
  /** An application got another secret; its tokens ended. */
  APPLICATION_SECRET_REPLACED,
  /** An application was deleted; its tokens ended. */
  APPLICATION_DELETED,
  /** A wrong password was given, at sign-in or for a change of it; of many in a row not each. */
  SIGN_IN_FAILED,
  /** The owner signed out. */
  SIGNED_OUT,
  /** A session ended because the account was suspended. */
  SESSION_ENDED_BY_SUSPENSION,
  /** A person of another issuer signed in for the first time, and can from now on. */
  IDENTITY_LINKED,
  /** An API key was made. */
  API_KEY_CREATED,
  /** An API key was replaced by another. */
  API_KEY_ROTATED,
  /** An API key was ended by its owner. */
  API_KEY_REVOKED
}
