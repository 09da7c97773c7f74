package dev.parley.auth.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.auth.api.IssueNonce;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SignInWithIdentity;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.signin.TokenDesk;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signing in with an ID token: check it, by way of the issuer's keys, then one transaction. The
 * issuer is asked between transactions, never in one. Thread-safe.
 */
public final class OidcSignIn implements AutoCloseable {
  private final OidcSettings settings;
  private final CommandBus commands;
  private final TokenDesk desk;
  private final SecureRandom random;
  private final IssuerDocuments documents;
  private final Map<String, IdTokenVerifier> verifiers = new HashMap<>();

  /** A nonce that its holder sends to the issuer. Prints without it. */
  public record Nonce(OpaqueSecret secret, Instant expiresAt) {}

  public OidcSignIn(
      OidcSettings settings,
      CommandBus commands,
      TokenDesk desk,
      ObjectMapper json,
      Clock clock,
      SecureRandom random) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.desk = Objects.requireNonNull(desk, "desk");
    this.random = Objects.requireNonNull(random, "random");
    this.documents = new IssuerDocuments(settings.timeout(), json);
    for (TrustedIssuer issuer : settings.issuers()) {
      IssuerKeys keys = new IssuerKeys(issuer, documents, settings, clock);
      verifiers.put(issuer.name(), new IdTokenVerifier(issuer, keys, settings.skew(), clock));
    }
  }

  /** The issuers that are trusted, in the order of the settings. */
  public List<TrustedIssuer> issuers() {
    return settings.issuers();
  }

  /**
   * A nonce for one sign-in.
   *
   * @param fp fingerprint of the device, if it named itself
   * @throws AppException NOT_FOUND for an issuer nobody knows
   */
  public Nonce nonce(String issuer, Optional<String> fp, Caller caller) {
    OpaqueSecret secret = OpaqueSecret.random("nonce_", random);
    Instant end =
        commands.send(new IssueNonce(known(issuer).identifier(), secret.hash(), fp), caller);
    return new Nonce(secret, end);
  }

  /**
   * The first tokens of a new session.
   *
   * @param invitation secret of an invitation, for an address that has no account yet
   * @param fp fingerprint of the device, if it named itself
   * @throws AppException NOT_FOUND, AUTH_FAILED with the reason, UPSTREAM_FAILED,
   *     EMAIL_NOT_VERIFIED, ACCOUNT_NOT_LINKABLE, ACCOUNT_DISABLED, and what registering can say
   */
  public IssuedTokens signIn(
      String issuer,
      String idToken,
      Optional<String> invitation,
      Optional<String> fp,
      Caller caller) {
    ExternalIdentity person =
        Objects.requireNonNull(verifiers.get(known(issuer).name())).verify(idToken);
    OpaqueSecret refreshToken = desk.refreshToken();
    OpenedSession session =
        commands.send(
            new SignInWithIdentity(
                person.issuer(),
                person.subject(),
                person.email(),
                person.fullName(),
                person.picture(),
                OpaqueSecret.hashOf(person.nonce()),
                invitation.map(OpaqueSecret::hashOf),
                fp,
                refreshToken.hash()),
            caller);
    return desk.pair(session, refreshToken);
  }

  private TrustedIssuer known(String name) {
    return settings
        .find(name)
        .orElseThrow(
            () -> new AppException(ErrorCode.NOT_FOUND, "There is no issuer of that name"));
  }

  @Override
  public void close() {
    documents.close();
  }
}
