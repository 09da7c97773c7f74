package dev.parley.auth.token;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks each kind of credential where it belongs, and takes from what it stands for whatever its
 * user's account has lost since. Thread-safe.
 */
public final class Verifiers implements CredentialVerifier {
  private final JwtVerifier tokens;
  private final ApiKeyVerifier keys;
  private final WsTickets tickets;
  private final AccountChanges accounts;

  public Verifiers(
      JwtVerifier tokens, ApiKeyVerifier keys, WsTickets tickets, AccountChanges accounts) {
    this.accounts = Objects.requireNonNull(accounts, "accounts");
    this.tickets = Objects.requireNonNull(tickets, "tickets");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
  }

  @Override
  public Principal verify(Credential credential, Optional<String> deviceId) {
    Principal principal = check(credential, deviceId);
    return accounts
        .standing(principal.userId())
        .map(standing -> left(principal, standing))
        .orElse(principal);
  }

  @Override
  public Optional<UUID> holder(Credential refused) {
    return switch (refused) {
      case Credential.AccessToken access -> tokens.session(access.token());
      case Credential.ApiKey key -> keys.known(key.key());
      case Credential.FrameToken frame -> tokens.session(frame.token());
      case Credential.Ticket ticket -> Optional.empty();
    };
  }

  private static Principal left(Principal principal, Standing standing) {
    if (!standing.active()) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The account is suspended");
    }
    return standing.left(principal);
  }

  private Principal check(Credential credential, Optional<String> deviceId) {
    return switch (credential) {
      case Credential.AccessToken access -> tokens.verify(access.token(), deviceId);
      case Credential.ApiKey key -> keys.verify(key.key());
      case Credential.FrameToken frame ->
          WsTickets.isTicket(frame.token())
              ? tickets.take(frame.token())
              : tokens.verify(frame.token(), deviceId);
      case Credential.Ticket ticket -> tickets.take(ticket.ticket());
    };
  }
}
