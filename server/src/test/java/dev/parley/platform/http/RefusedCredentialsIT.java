package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestServer;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guessing credentials has an end, for whoever guesses and for nobody else. */
class RefusedCredentialsIT {
  private static final int LIMIT = 4;
  private static final String KEY = "X-Api-Key";
  private static final String BEARER = "Authorization";
  private static final String NEXT_PASSWORD = "a third horse of another colour";

  private static TestServer server;
  private static String token;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            Map.of("RATE_LIMIT_REFUSED", Integer.toString(LIMIT), "TRUSTED_PROXIES", "127.0.0.1"));
    String change =
        "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}"
            .formatted(TestServer.ADMIN_PASSWORD, NEXT_PASSWORD);
    token =
        from("192.0.2.100")
            .header(BEARER, "Bearer " + signIn(TestServer.ADMIN_PASSWORD))
            .body(change)
            .post("/api/v1/auth/password")
            .path("accessToken");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tokensAndKeysThatNeverWereAnyAreRefusedSoAndSoOftenForAnAddress() {
    String place = "192.0.2.1";
    for (int i = 0; i < LIMIT; i++) {
      boolean key = i % 2 == 0;
      ask(place, key ? KEY : BEARER, (key ? "ak_guess" : "Bearer guess") + i)
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", startsWith("Bearer"))
          .header("RateLimit", startsWith("\"refused\";r=" + (LIMIT - 1 - i)));
    }
    requireExhausted(ask(place, KEY, "ak_guess"));
    requireExhausted(ask(place, BEARER, "Bearer guess"));
    requireExhausted(from(place).header(KEY, "ak_guess").delete("/api/v1/auth/sessions/x"));
    assertThat(ask("192.0.2.2", KEY, "ak_guess").statusCode()).as("elsewhere").isEqualTo(401);
  }

  @Test
  void whatHoldsIsNeverRefusedForOthersSake() {
    String place = "192.0.2.3";
    exhaust(place);
    String key = key().path("secret");
    for (int i = 0; i < 3 * LIMIT; i++) {
      assertThat(ask(place, BEARER, "Bearer " + token).statusCode()).isEqualTo(200);
      assertThat(ask(place, KEY, key).statusCode()).isEqualTo(200);
    }
    // Nor is who shows nothing, or shows it where nothing is asked for.
    from(place)
        .get("/api/v1/auth/me")
        .then()
        .statusCode(401)
        .body("code", equalTo("UNAUTHENTICATED"));
    from(place).header(KEY, "ak_guess").get("/api/v1/auth/health").then().statusCode(200);
    requireExhausted(ask(place, KEY, "ak_guess"));
  }

  @Test
  void whatWasGoodOnceCountsForItselfAlone() {
    String place = "192.0.2.4";
    exhaust(place);
    String session = signIn(NEXT_PASSWORD);
    from(place)
        .header(BEARER, "Bearer " + session)
        .post("/api/v1/auth/logout")
        .then()
        .statusCode(204);
    Response made = key();
    String ended = made.path("secret");
    from(place)
        .header(BEARER, "Bearer " + token)
        .delete("/api/v1/auth/api-keys/" + made.path("id"))
        .then()
        .statusCode(204);
    for (int i = 0; i < LIMIT; i++) {
      // 401 is what has a client get another token; 429 would have it wait.
      assertThat(ask(place, BEARER, "Bearer " + session).statusCode()).isEqualTo(401);
      assertThat(ask(place, KEY, ended).statusCode()).isEqualTo(401);
    }
    requireExhausted(ask(place, BEARER, "Bearer " + session));
    requireExhausted(ask("192.0.2.5", KEY, ended));
    assertThat(ask("192.0.2.5", KEY, "ak_guess").statusCode()).isEqualTo(401);
  }

  @Test
  void guessesAtSocketsCountAmongThem() throws Exception {
    String place = "192.0.2.6";
    for (int i = 0; i < LIMIT; i++) {
      assertThat(closed(place, "guess" + i)).isEqualTo(4401);
    }
    requireExhausted(ask(place, KEY, "ak_guess"));
    assertThat(closed(place, "guess")).isEqualTo(4429);
  }

  private static void exhaust(String place) {
    for (int i = 0; i < LIMIT; i++) {
      ask(place, KEY, "ak_guess" + i);
    }
    requireExhausted(ask(place, KEY, "ak_guess"));
  }

  private static void requireExhausted(Response answer) {
    ValidatableResponse refused =
        answer
            .then()
            .statusCode(429)
            .contentType("application/problem+json")
            .body("code", equalTo("RATE_LIMIT_EXCEEDED"))
            .header("RateLimit", startsWith("\"refused\";r=0;"))
            .header("Retry-After", matchesPattern("[1-9][0-9]?"));
    assertThat(refused.extract().header("WWW-Authenticate")).isNull();
  }

  private static Response ask(String place, String header, String credential) {
    return from(place).header(header, credential).get("/api/v1/auth/me");
  }

  private static Response key() {
    return from("192.0.2.100")
        .header(BEARER, "Bearer " + token)
        .body("{\"name\": \"a program\", \"scopes\": [\"profile:read\"]}")
        .post("/api/v1/auth/api-keys");
  }

  private static String signIn(String password) {
    return from("192.0.2.100")
        .body("{\"username\": \"admin\", \"password\": \"%s\"}".formatted(password))
        .post("/api/v1/auth/login")
        .path("accessToken");
  }

  private static RequestSpecification from(String place) {
    return server.request().contentType("application/json").header("X-Forwarded-For", place);
  }

  /** The code with which a socket is closed that was opened with this token. */
  private static int closed(String place, String guess) throws Exception {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            code.complete(status);
            return CompletableFuture.completedStage(null);
          }
        };
    var unused =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .header(BEARER, "Bearer " + guess)
            .header("X-Forwarded-For", place)
            .subprotocols("parley.v1")
            .buildAsync(
                URI.create(server.url().replaceFirst("http", "ws") + "/api/v1/ws"), listener)
            .get(20, TimeUnit.SECONDS);
    return code.get(20, TimeUnit.SECONDS);
  }
}
