package dev.parley.client;

import dev.parley.client.SessionKeeper.Start;
import dev.parley.client.transport.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a client is: what becomes of each kind of {@link Credentials} stands here. */
final class Identity {
  private static final int FINGERPRINT = 16;

  private final @Nullable Credentials credentials;
  private final SessionKeeper keeper;

  private Identity(@Nullable Credentials credentials, SessionKeeper keeper) {
    this.credentials = credentials;
    this.keeper = keeper;
  }

  /** Reads the store, if there is one; see {@link ParleyClient.Builder#build()}. */
  static Identity of(
      URI baseUrl,
      @Nullable Credentials credentials,
      @Nullable TokenStore store,
      @Nullable String deviceId) {
    Optional<String> openedWith = Optional.ofNullable(credentials).flatMap(Identity::openedWith);
    if (credentials != null && openedWith.isEmpty() && store != null) {
      throw new IllegalStateException(
          "A token store keeps sessions, and " + credentials + " opens none");
    }
    return new Identity(
        credentials,
        SessionKeeper.open(
            store == null ? TokenStore.inMemory() : store,
            baseUrl.toString().replaceFirst("/$", ""),
            openedWith.orElse(null),
            start(credentials, deviceId)));
  }

  /** What {@code X-Device-Id} is to say, if anything. */
  @Nullable String deviceId() {
    return keeper.deviceId();
  }

  /** Whether it has a session to sign out of; an application's tokens just end. */
  boolean signsOut() {
    return !(credentials instanceof Credentials.ClientCredentials);
  }

  /**
   * @param open carries calls that need no tokens
   */
  Tokens tokens(Transport open, InstantSource clock) {
    if (credentials instanceof Credentials.ApiKey apiKey) {
      return new ApiKeyTokens(apiKey.key());
    }
    if (credentials instanceof Credentials.AccessTokens supplied) {
      return new SuppliedTokens(supplied.source(), deviceId());
    }
    return new SessionTokens(
        open,
        clock,
        signIn(open),
        keeper,
        credentials instanceof Credentials.AccessToken access ? access.token() : null);
  }

  private @Nullable SignIn signIn(Transport open) {
    if (credentials instanceof Credentials.Password password) {
      return SignIn.password(open, password, deviceId());
    }
    if (credentials instanceof Credentials.Oidc oidc) {
      return SignIn.oidc(open, oidc, deviceId());
    }
    if (credentials instanceof Credentials.ClientCredentials client) {
      return SignIn.application(open, client, deviceId());
    }
    return null;
  }

  /** Names credentials that open a session, without their secret; empty for others. */
  private static Optional<String> openedWith(Credentials credentials) {
    if (credentials instanceof Credentials.Password password) {
      return Optional.of("password " + password.username());
    }
    if (credentials instanceof Credentials.Oidc oidc) {
      return Optional.of("oidc " + oidc.issuer());
    }
    if (credentials instanceof Credentials.Session session) {
      // The session that came of this very token: presenting the token again would look like theft.
      return Optional.of("session " + fingerprint(session.refreshToken()));
    }
    return Optional.empty();
  }

  private static Start start(@Nullable Credentials credentials, @Nullable String deviceId) {
    if (credentials instanceof Credentials.Session session) {
      return new Start(
          session.refreshToken(), session.deviceId() == null ? deviceId : session.deviceId());
    }
    boolean signsIn =
        credentials instanceof Credentials.Password || credentials instanceof Credentials.Oidc;
    return new Start(null, deviceId == null && signsIn ? DeviceIds.random() : deviceId);
  }

  private static String fingerprint(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
