package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends the session that a token is of, for whoever has the token (RFC 7009). A token that is
 * nobody's, or not any more, is no error.
 *
 * @param sessionId what an access token that holds says; empty for any other token
 * @param tokenHash under which it is kept, if it is a refresh token
 * @param clientId the application that presents it; empty for a client without credentials
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record RevokeToken(Optional<UUID> sessionId, String tokenHash, Optional<UUID> clientId)
    implements Command<RevokeToken.Revoked> {
  public RevokeToken {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(tokenHash, "tokenHash");
    Objects.requireNonNull(clientId, "clientId");
  }

  /** The token is good for nothing. */
  public record Revoked() {}

  @Override
  public String toString() {
    return "RevokeToken[]";
  }
}
