package dev.parley.client;

import dev.parley.client.api.OAuth2Api;
import dev.parley.client.api.OAuth2ApiAsync;
import dev.parley.client.api.OidcApi;
import dev.parley.client.api.OidcApiAsync;
import dev.parley.client.api.SessionsApi;
import dev.parley.client.api.SessionsApiAsync;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.model.OidcSignInRequest;
import dev.parley.client.model.TokenPair;
import dev.parley.client.transport.Transport;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Opens a session. */
@FunctionalInterface
interface SignIn {
  /** Tokens that need no earlier ones. */
  CompletableFuture<Grant> open();

  /** Signing in twice opens a second session and harms nothing. */
  static SignIn password(
      Transport transport, Credentials.Password password, @Nullable String deviceId) {
    SessionsApiAsync sessions = new SessionsApiAsync(transport);
    LoginRequest request =
        LoginRequest.builder().username(password.username()).password(password.password()).build();
    return () -> {
      SessionsApi.LoginParams params = new SessionsApi.LoginParams().repeatable();
      return sessions
          .login(request, deviceId == null ? params : params.xDeviceId(deviceId))
          .thenApply(Grant::of);
    };
  }

  /** An ID token is taken once, so presenting it is not repeated. */
  static SignIn oidc(Transport transport, Credentials.Oidc oidc, @Nullable String deviceId) {
    OidcApiAsync api = new OidcApiAsync(transport);
    return () -> {
      OidcApi.CreateOidcNonceParams nonce = new OidcApi.CreateOidcNonceParams().repeatable();
      return api.createOidcNonce(
              oidc.issuer(), deviceId == null ? nonce : nonce.xDeviceId(deviceId))
          .thenCompose(answer -> oidc.source().idToken(answer.nonce()))
          .thenCompose(idToken -> present(api, oidc.issuer(), idToken, deviceId))
          .thenApply(Grant::of);
    };
  }

  /** Every token of an application has a session of its own; asking twice harms nothing. */
  static SignIn application(
      Transport transport, Credentials.ClientCredentials client, @Nullable String deviceId) {
    OAuth2ApiAsync api = new OAuth2ApiAsync(transport);
    return () -> {
      OAuth2Api.RequestTokenParams params =
          new OAuth2Api.RequestTokenParams()
              .repeatable()
              .clientId(client.clientId())
              .clientSecret(client.clientSecret());
      if (!client.scopes().isEmpty()) {
        params.scope(String.join(" ", client.scopes()));
      }
      return api.requestToken(
              "client_credentials", deviceId == null ? params : params.xDeviceId(deviceId))
          .thenApply(Grant::of);
    };
  }

  private static CompletableFuture<TokenPair> present(
      OidcApiAsync api, String issuer, String idToken, @Nullable String deviceId) {
    OidcApi.SignInWithOidcParams params = new OidcApi.SignInWithOidcParams();
    return api.signInWithOidc(
        issuer,
        OidcSignInRequest.builder().idToken(idToken).build(),
        deviceId == null ? params : params.xDeviceId(deviceId));
  }
}
