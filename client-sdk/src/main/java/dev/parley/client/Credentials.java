package dev.parley.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows the server; a client has one kind. None of them says its secrets in {@code
 * toString}.
 */
public sealed interface Credentials {

  /**
   * Signs in with a password, and again whenever the session is lost.
   *
   * @param username name or mail address of the account
   */
  static Credentials password(String username, String password) {
    return new Password(username, password);
  }

  /**
   * Signs in with the ID token of an OpenID Connect issuer, and again whenever the session is lost.
   *
   * @param issuer what the server calls the issuer, such as {@code google}
   * @param source gets an ID token from it
   */
  static Credentials oidc(String issuer, IdTokenSource source) {
    return new Oidc(issuer, source);
  }

  /**
   * Goes on with a session that was opened elsewhere. The token works once; to go on after a
   * restart of the program as well, keep the session in a {@link TokenStore}.
   *
   * @param deviceId what the session was opened with, if anything
   */
  static Credentials session(String refreshToken, @Nullable String deviceId) {
    return new Session(refreshToken, deviceId);
  }

  /** Uses this access token for as long as the server accepts it. */
  static Credentials accessToken(String accessToken) {
    return new AccessToken(accessToken);
  }

  /** Sends an API key with every call. It is not renewed: if it is refused, that is final. */
  static Credentials apiKey(String key) {
    return new ApiKey(key);
  }

  /**
   * Acts as a registered application for whoever registered it: gets an access token with the
   * application's own credentials, and the next one before it ends.
   *
   * @param clientId the application's {@code id}
   * @param scopes what the tokens shall be for; all that there is to give, if none is named
   */
  static Credentials clientCredentials(String clientId, String clientSecret, String... scopes) {
    return new ClientCredentials(clientId, clientSecret, List.of(scopes));
  }

  /** Uses access tokens that the caller gets by ways of his own. */
  static Credentials accessTokens(AccessTokenSource source) {
    return new AccessTokens(source);
  }

  /** Gets access tokens; thread-safe. */
  @FunctionalInterface
  interface AccessTokenSource {
    /**
     * Asked at every call, so it should remember a token for as long as that is good. Must not
     * block; what it fails with is what the call fails with, and the next call asks again. {@link
     * dev.parley.client.error.SignedOutException} says that there will never be another token.
     *
     * @param refused the token that the server did not accept or is about to let expire: another
     *     one is wanted
     */
    CompletionStage<String> accessToken(Optional<String> refused);
  }

  /** Gets ID tokens. One is asked for at a time. */
  @FunctionalInterface
  interface IdTokenSource {
    /**
     * Must not block; what it fails with is what the call fails with. People may take longer than a
     * call does: the calls that wait fail then, a later one finds the session open.
     *
     * @param nonce what the ID token has to hold as {@code nonce}, good for ten minutes
     */
    CompletionStage<String> idToken(String nonce);
  }

  /** See {@link Credentials#password}. */
  record Password(String username, String password) implements Credentials {
    /** Neither may be null. */
    public Password {
      Objects.requireNonNull(username, "username");
      Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "Password[username=" + username + ", password=***]";
    }
  }

  /** See {@link Credentials#oidc}. */
  record Oidc(String issuer, IdTokenSource source) implements Credentials {
    /** Neither may be null. */
    public Oidc {
      Objects.requireNonNull(issuer, "issuer");
      Objects.requireNonNull(source, "source");
    }
  }

  /** See {@link Credentials#session}. */
  record Session(String refreshToken, @Nullable String deviceId) implements Credentials {
    /** The device is checked as {@link ParleyClient.Builder#deviceId} does. */
    public Session {
      Objects.requireNonNull(refreshToken, "refreshToken");
      if (deviceId != null) {
        DeviceIds.check(deviceId);
      }
    }

    @Override
    public String toString() {
      return "Session[refreshToken=***, deviceId=***]";
    }
  }

  /** See {@link Credentials#accessToken}. */
  record AccessToken(String token) implements Credentials {
    /** Not null. */
    public AccessToken {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "AccessToken[***]";
    }
  }

  /** See {@link Credentials#apiKey}. */
  record ApiKey(String key) implements Credentials {
    /** Not null. */
    public ApiKey {
      Objects.requireNonNull(key, "key");
    }

    @Override
    public String toString() {
      return "ApiKey[***]";
    }
  }

  /** See {@link Credentials#clientCredentials}. */
  record ClientCredentials(String clientId, String clientSecret, List<String> scopes)
      implements Credentials {
    /** None may be null. */
    public ClientCredentials {
      Objects.requireNonNull(clientId, "clientId");
      Objects.requireNonNull(clientSecret, "clientSecret");
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "ClientCredentials[clientId=" + clientId + ", clientSecret=***]";
    }
  }

  /** See {@link Credentials#accessTokens}. */
  record AccessTokens(AccessTokenSource source) implements Credentials {
    /** Not null. */
    public AccessTokens {
      Objects.requireNonNull(source, "source");
    }
  }
}
