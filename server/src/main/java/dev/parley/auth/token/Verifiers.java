package dev.parley.auth.token;

import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.Principal;
import java.util.Objects;
import java.util.Optional;

/** Checks each kind of credential where it belongs. Thread-safe. */
public final class Verifiers implements CredentialVerifier {
  private final JwtVerifier tokens;
  private final ApiKeyVerifier keys;
  private final WsTickets tickets;

  public Verifiers(JwtVerifier tokens, ApiKeyVerifier keys, WsTickets tickets) {
    this.tickets = Objects.requireNonNull(tickets, "tickets");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
  }

  @Override
  public Principal verify(Credential credential, Optional<String> deviceId) {
    return switch (credential) {
      case Credential.AccessToken access -> tokens.verify(access.token(), deviceId);
      case Credential.ApiKey key -> keys.verify(key.key());
      case Credential.Ticket ticket -> tickets.take(ticket.ticket());
    };
  }
}
