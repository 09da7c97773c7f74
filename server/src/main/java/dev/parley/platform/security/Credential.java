package dev.parley.platform.security;

import java.util.Objects;

/** One thing a caller presents to prove who it is. Prints without the secret. */
public sealed interface Credential {
  /** A JWT, whichever way it came. */
  record AccessToken(String token) implements Credential {
    public AccessToken {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "AccessToken[]";
    }
  }

  /** What a frame of an open socket presents: an access token or a ticket. */
  record FrameToken(String token) implements Credential {
    public FrameToken {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "FrameToken[]";
    }
  }

  /** What opens one socket, once. */
  record Ticket(String ticket) implements Credential {
    public Ticket {
      Objects.requireNonNull(ticket, "ticket");
    }

    @Override
    public String toString() {
      return "Ticket[]";
    }
  }

  /** The secret of an API key. */
  record ApiKey(String key) implements Credential {
    public ApiKey {
      Objects.requireNonNull(key, "key");
    }

    @Override
    public String toString() {
      return "ApiKey[]";
    }
  }
}
