package dev.parley.auth.oauth;

import dev.parley.auth.api.RevokeToken;
import dev.parley.auth.domain.Application;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.token.JwtVerifier;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.security.Caller;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The revocation endpoint (RFC 7009): of whichever kind a token is, its session ends, and with it
 * all of its tokens and sockets. Thread-safe.
 */
public final class Revocations {
  private final Clients clients;
  private final JwtVerifier tokens;
  private final CommandBus commands;

  public Revocations(Clients clients, JwtVerifier tokens, CommandBus commands) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.commands = Objects.requireNonNull(commands, "commands");
  }

  /**
   * Makes a token good for nothing; one that is so already stays so.
   *
   * @param shown what the client shows of itself
   * @throws AppException INVALID_CLIENT, also for an application's token without client
   *     credentials; INVALID_GRANT for a token that was given to another client;
   *     RATE_LIMIT_EXCEEDED with the time to wait
   */
  public void revoke(String token, Optional<ClientCredentials> shown, Caller caller) {
    Optional<UUID> client =
        shown.map(credentials -> clients.authenticate(credentials, caller)).map(Application::id);
    commands.send(new RevokeToken(session(token), OpaqueSecret.hashOf(token), client), caller);
  }

  private Optional<UUID> session(String token) {
    try {
      return Optional.of(tokens.verify(token).sessionId());
    } catch (AppException notAnAccessToken) {
      return Optional.empty();
    }
  }
}
