package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.client.FakeParley.Answer;
import dev.parley.client.FakeParley.Request;
import dev.parley.client.api.SessionsApi;
import dev.parley.client.error.BadRequestException;
import dev.parley.client.error.ConflictException;
import dev.parley.client.error.ServerErrorException;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.error.UnauthenticatedException;
import dev.parley.client.model.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kind of credentials against real HTTP on the loopback. */
@Timeout(60)
class CredentialsIT {
  private static final String LOGOUT = "POST /api/v1/auth/logout";
  private static final String REFRESH = "POST /api/v1/auth/refresh";
  private static final String NONCE = "POST /api/v1/auth/oidc/google/nonces";
  private static final String OIDC = "POST /api/v1/auth/oidc/google";
  private static final String TOKEN = "POST /api/v1/auth/token";
  private static final Answer DONE = new Answer(204, "", "", java.util.Map.of());

  private final FakeParley server = new FakeParley();

  @BeforeEach
  void serve() {
    server.on(LOGOUT, request -> DONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ParleyClient client(Credentials credentials) {
    return ParleyClient.builder().baseUrl(server.url()).credentials(credentials).build();
  }

  /** Any call that needs credentials will do. */
  private static void call(ParleyClient client) {
    client.sessions().logout();
  }

  private List<String> shown(String header) {
    return server.requests.stream()
        .filter(request -> request.line().equals(LOGOUT))
        .map(request -> request.header(header))
        .toList();
  }

  @Test
  void anApiKeyIsAllThatIsShown() {
    try (ParleyClient client = client(Credentials.apiKey("ak_1"))) {
      call(client);

      assertThat(client.tokens().areRenewable()).isFalse();
      assertThatThrownBy(client::signOut).isInstanceOf(IllegalStateException.class);
    }

    Request only = server.requests.get(0);
    assertThat(server.requests).hasSize(1);
    assertThat(only.header("X-api-key")).isEqualTo("ak_1");
    assertThat(only.headers()).doesNotContainKeys("Authorization", "X-device-id");
  }

  @Test
  void aRefusedApiKeyIsNotTriedAgain() {
    server.on(LOGOUT, request -> Answer.problem(401, "UNAUTHENTICATED"));
    try (ParleyClient client = client(Credentials.apiKey("ak_1"))) {
      assertThatThrownBy(() -> call(client)).isInstanceOf(UnauthenticatedException.class);
    }

    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aCallThatShowsAKeyOfItsOwnShowsNothingElse() {
    try (ParleyClient client = client(Credentials.accessToken("t"))) {
      client.sessions().logout(new SessionsApi.LogoutParams().header("x-api-key", "ak_2"));
    }

    assertThat(shown("X-api-key")).containsExactly("ak_2");
    assertThat(shown("Authorization")).containsExactly("");
  }

  @Test
  void anApplicationGetsATokenAndTheNextBeforeItEnds() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T22:00:00Z"));
    AtomicInteger number = new AtomicInteger();
    server.on(TOKEN, request -> applicationToken("token-" + number.incrementAndGet()));
    try (ParleyClient client =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials(Credentials.clientCredentials("id-1", "app_&=", "orders:read", "a:b"))
            .clock(now::get)
            .build()) {
      call(client);
      now.updateAndGet(time -> time.plusSeconds(269));
      call(client);
      now.updateAndGet(time -> time.plusSeconds(1));
      call(client);

      assertThatThrownBy(client::signOut).isInstanceOf(IllegalStateException.class);
      assertThat(client.tokens().refreshToken()).isEmpty();
    }

    assertThat(shown("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    Request first = server.requests.get(0);
    assertThat(first.line()).isEqualTo(TOKEN);
    assertThat(first.header("Content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(first.headers()).doesNotContainKeys("Authorization", "X-device-id");
    assertThat(first.body().split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials",
            "client_id=id-1",
            "client_secret=app_%26%3D",
            "scope=orders%3Aread%20a%3Ab");
  }

  @Test
  void anApplicationThatIsRefusedStaysSo() {
    server.on(TOKEN, request -> oauthError(401, "INVALID_CLIENT"));
    try (ParleyClient client = client(Credentials.clientCredentials("id-1", "app_1"))) {
      for (int call = 0; call < 2; call++) {
        SignedOutException end = catchThrowableOfType(SignedOutException.class, () -> call(client));
        assertThat(end).hasCauseInstanceOf(UnauthenticatedException.class);
        assertThat(end.getMessage()).contains("INVALID_CLIENT").doesNotContain("app_1");
      }
    }

    assertThat(server.count(TOKEN)).isEqualTo(1);
  }

  @Test
  void anErrorOfOAuthIsAnExceptionLikeAnyOther() {
    server.on(TOKEN, request -> oauthError(400, "INVALID_SCOPE"));
    try (ParleyClient client = client(Credentials.clientCredentials("id-1", "app_1", "x:y"))) {
      for (int call = 0; call < 2; call++) {
        BadRequestException refusal =
            catchThrowableOfType(BadRequestException.class, () -> call(client));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_SCOPE);
        assertThat(refusal.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      }
    }

    assertThat(server.count(TOKEN)).isEqualTo(2);
  }

  @Test
  void anErrorOfSomebodyElsesIsKnownByItsStatus() {
    server.on(TOKEN, request -> Answer.json(400, "{\"error\":\"invalid_scope\"}"));
    try (ParleyClient client = client(Credentials.clientCredentials("id-1", "app_1"))) {
      BadRequestException refusal =
          catchThrowableOfType(BadRequestException.class, () -> call(client));
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN);
      assertThat(refusal.getMessage()).contains("invalid_scope");
    }
  }

  private static Answer applicationToken(String token) {
    return Answer.json(
        200,
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":300,"scope":"orders:read"}"""
            .formatted(token));
  }

  private static Answer oauthError(int status, String code) {
    Answer problem = Answer.problem(status, code);
    return Answer.json(
        status,
        problem.body().replaceFirst("\\{", "{\"error\":\"x\",\"error_description\":\"D\","));
  }

  @Test
  void theCallersSourceIsAskedAtEachCallAndForAnotherAfterA401() {
    List<Optional<String>> asked = new CopyOnWriteArrayList<>();
    AtomicInteger number = new AtomicInteger(1);
    server.on(
        LOGOUT,
        request ->
            request.header("Authorization").equals("Bearer mine-1")
                ? Answer.problem(401, "UNAUTHENTICATED")
                : DONE);
    try (ParleyClient client =
        client(
            Credentials.accessTokens(
                refused -> {
                  asked.add(refused);
                  int current = refused.isPresent() ? number.incrementAndGet() : number.get();
                  return CompletableFuture.completedFuture("mine-" + current);
                }))) {
      call(client);
      call(client);
    }

    assertThat(asked).containsExactly(Optional.empty(), Optional.of("mine-1"), Optional.empty());
    assertThat(shown("Authorization"))
        .containsExactly("Bearer mine-1", "Bearer mine-2", "Bearer mine-2");
  }

  @Test
  void whatTheCallersSourceFailsWithReachesHimAndIsNotFinal() {
    AtomicInteger asked = new AtomicInteger();
    try (ParleyClient client =
        client(
            Credentials.accessTokens(
                refused ->
                    switch (asked.incrementAndGet()) {
                      case 1 -> throw new IllegalArgumentException("vault closed");
                      case 2 ->
                          CompletableFuture.failedFuture(
                              new UnsupportedOperationException("vault empty"));
                      default -> CompletableFuture.completedFuture("mine");
                    }))) {
      assertThatThrownBy(() -> call(client)).hasMessage("vault closed");
      assertThatThrownBy(() -> call(client)).hasMessage("vault empty");
      call(client);
    }

    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aCallThatIsGivenUpDoesNotEndWhatTheSourceIsDoing() {
    CompletableFuture<String> token = new CompletableFuture<>();
    try (ParleyClient client = client(Credentials.accessTokens(refused -> token))) {
      CompletableFuture<Void> given = client.async().sessions().logout();
      given.cancel(true);
      CompletableFuture<Void> other = client.async().sessions().logout();

      assertThat(token).isNotDone();
      token.complete("mine");
      other.join();
    }
  }

  /** Answers nonces {@code nonce-n}, and a pair for the ID token that holds the latest. */
  private void serveOidc() {
    AtomicInteger nonces = new AtomicInteger();
    server.on(
        NONCE,
        request ->
            Answer.json(
                200,
                "{\"nonce\":\"nonce-"
                    + nonces.incrementAndGet()
                    + "\",\"expiresAt\":\"2026-11-21T22:15:00Z\"}"));
    server.on(
        OIDC,
        request ->
            request.body().equals("{\"idToken\":\"id of nonce-" + nonces.get() + "\"}")
                ? server.nextPair(300)
                : Answer.problem(401, "AUTH_FAILED"));
  }

  @Test
  void anIdTokenWithTheServersNonceOpensASession() {
    serveOidc();
    try (ParleyClient client =
        client(
            Credentials.oidc(
                "google", nonce -> CompletableFuture.completedFuture("id of " + nonce)))) {
      call(client);
      call(client);
    }

    assertThat(server.requests)
        .extracting(Request::line)
        .containsExactly(NONCE, OIDC, LOGOUT, LOGOUT);
    assertThat(shown("Authorization")).containsOnly("Bearer access-1");
    assertThat(server.requests)
        .extracting(request -> request.header("X-device-id"))
        .allMatch(device -> device.matches("[0-9a-f]{32}"))
        .containsOnly(server.requests.get(0).header("X-device-id"));
  }

  @Test
  void anotherIdTokenIsAskedForWhenTheSessionIsLost() {
    serveOidc();
    server.on(REFRESH, request -> Answer.problem(401, "INVALID_REFRESH_TOKEN"));
    server.on(
        LOGOUT,
        request ->
            request.header("Authorization").equals("Bearer access-1")
                ? Answer.problem(401, "UNAUTHENTICATED")
                : DONE);
    try (ParleyClient client =
        client(
            Credentials.oidc(
                "google", nonce -> CompletableFuture.completedFuture("id of " + nonce)))) {
      call(client);
    }

    assertThat(server.requests)
        .extracting(Request::line)
        .containsExactly(NONCE, OIDC, LOGOUT, REFRESH, NONCE, OIDC, LOGOUT);
  }

  @Test
  void aRefusedIdTokenIsFinalAndAnAccountThatCannotBeLinkedIsSaidSo() {
    serveOidc();
    try (ParleyClient client =
        client(Credentials.oidc("google", n -> CompletableFuture.completedFuture("stale")))) {
      SignedOutException end = catchThrowableOfType(SignedOutException.class, () -> call(client));
      assertThat(end).hasCauseInstanceOf(UnauthenticatedException.class);
    }
    server.on(OIDC, request -> Answer.problem(409, "ACCOUNT_NOT_LINKABLE"));
    try (ParleyClient client =
        client(Credentials.oidc("google", n -> CompletableFuture.completedFuture("good")))) {
      assertThatThrownBy(() -> call(client)).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void signingOutIsFinal() {
    try (ParleyClient client = client(Credentials.password("ada", "secret"))) {
      client.signOut();

      assertThatThrownBy(() -> call(client))
          .isInstanceOf(SignedOutException.class)
          .hasMessageContaining("signed out");
    }

    assertThat(server.count(LOGOUT)).isEqualTo(1);
  }

  @Test
  void whoCannotBeSignedOutStaysSignedIn() {
    server.on(LOGOUT, request -> Answer.problem(500, "INTERNAL_ERROR"));
    try (ParleyClient client =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials("ada", "secret")
            .retries(RetryPolicy.none())
            .build()) {
      assertThatThrownBy(client::signOut).isInstanceOf(ServerErrorException.class);
      server.on(LOGOUT, request -> DONE);
      call(client);
    }

    assertThat(server.count("POST /api/v1/auth/login")).isEqualTo(1);
  }
}
