package dev.parley.auth.rest;

import dev.parley.auth.oidc.OidcSignIn;
import dev.parley.auth.oidc.TrustedIssuer;
import dev.parley.contract.auth.api.OidcApi;
import dev.parley.contract.auth.model.OidcIssuer;
import dev.parley.contract.auth.model.OidcIssuers;
import dev.parley.contract.auth.model.OidcNonce;
import dev.parley.contract.auth.model.OidcSignInRequest;
import dev.parley.contract.auth.model.TokenPair;
import dev.parley.platform.security.Callers;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of signing in by OpenID Connect. */
public final class OidcDelegate implements OidcApi {
  private final OidcSignIn signIn;
  private final Callers callers;
  private final TokenAnswers answers;

  public OidcDelegate(OidcSignIn signIn, Callers callers, TokenAnswers answers) {
    this.signIn = Objects.requireNonNull(signIn, "signIn");
    this.answers = Objects.requireNonNull(answers, "answers");
    this.callers = Objects.requireNonNull(callers, "callers");
  }

  @Override
  public OidcIssuers listOidcIssuers() {
    return OidcIssuers.builder()
        .items(signIn.issuers().stream().map(OidcDelegate::issuer).toList())
        .build();
  }

  @Override
  public OidcNonce createOidcNonce(String issuer, @Nullable String deviceId) {
    OidcSignIn.Nonce nonce = signIn.nonce(issuer, answers.fingerprint(), callers.current());
    return OidcNonce.builder().nonce(nonce.secret().reveal()).expiresAt(nonce.expiresAt()).build();
  }

  @Override
  public TokenPair signInWithOidc(
      String issuer, OidcSignInRequest request, @Nullable String deviceId) {
    return answers.pair(
        signIn.signIn(
            issuer,
            request.idToken(),
            Optional.ofNullable(request.invitation()),
            answers.fingerprint(),
            callers.current()));
  }

  private static OidcIssuer issuer(TrustedIssuer issuer) {
    return OidcIssuer.builder()
        .name(issuer.name())
        .issuer(issuer.issuer())
        .clientId(issuer.clientIds().get(0))
        .build();
  }
}
