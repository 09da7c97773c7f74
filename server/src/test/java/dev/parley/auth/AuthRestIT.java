package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operations of authentication over HTTP; each test has accounts of its own. */
class AuthRestIT {
  private static final String AUTH = "/api/v1/auth/";
  private static final String PASSWORD = "analytical engine no 1";
  private static final String DEVICE = "9f86d081884c7d659a2feaa0c55ad015";
  private static final Map<String, String> SETTINGS = Map.of("AUTH_KEY_SECRET", "k".repeat(40));

  private static TestDatabase database;
  private static TestServer server;
  private static String admin;

  @BeforeAll
  static void start() {
    database = TestDatabase.fresh();
    server = TestServer.start(database, SETTINGS, Clock.systemUTC());
    JsonPath first = login("admin", TestServer.ADMIN_PASSWORD).statusCode(200).extract().jsonPath();
    assertThat(first.getBoolean("mustChangePassword")).isTrue();
    assertThat(first.getString("scope")).isEqualTo("password:change");
    bearer(first.getString("accessToken"))
        .get(AUTH + "me")
        .then()
        .statusCode(403)
        .body("code", equalTo("PERMISSION_DENIED"))
        .body("requiredScopes", contains("profile:read"))
        .body("heldScopes", contains("password:change"));
    admin =
        bearer(first.getString("accessToken"))
            .body(
                Map.of(
                    "currentPassword",
                    TestServer.ADMIN_PASSWORD,
                    "newPassword",
                    "words for the top 42"))
            .post(AUTH + "password")
            .then()
            .statusCode(200)
            .body("mustChangePassword", equalTo(false))
            .extract()
            .path("accessToken");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void fromInvitationToSignOut() {
    ValidatableResponse invited =
        bearer(admin)
            .body(Map.of("role", "user", "email", "ada@example.com"))
            .post(AUTH + "invitations")
            .then()
            .statusCode(201)
            .body("status", equalTo("open"))
            .body("role", equalTo("user"))
            .body("secret", startsWith("inv_"));
    String location = invited.extract().header("Location");
    assertThat(location).isEqualTo(AUTH + "invitations/" + invited.extract().path("id"));
    bearer(admin)
        .get(location)
        .then()
        .statusCode(200)
        .body("email", equalTo("ada@example.com"))
        .body("secret", nullValue());

    String secret = invited.extract().path("secret");
    register(secret, "ada")
        .statusCode(201)
        .header("Location", AUTH + "me")
        .body("username", equalTo("ada"))
        .body("role", equalTo("user"));
    register(secret, "ada2").statusCode(409).body("code", equalTo("INVITATION_USED"));
    bearer(admin).get(location).then().body("status", equalTo("used"));

    JsonPath tokens =
        json()
            .header("X-Device-Id", DEVICE)
            .body(Map.of("username", "Ada@Example.com", "password", PASSWORD))
            .post(AUTH + "login")
            .then()
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .body("tokenType", equalTo("Bearer"))
            .body("expiresIn", equalTo(300))
            .extract()
            .jsonPath();
    bearer(tokens.getString("accessToken"))
        .get(AUTH + "me")
        .then()
        .statusCode(200)
        .body("email", equalTo("ada@example.com"))
        .body("fullName", equalTo("Some ada"))
        .body("picture", nullValue())
        .body("role", equalTo("user"))
        .body("sessionId", equalTo(tokens.getString("sessionId")))
        .body("scopes", hasItems("orders:write", "profile:read"));
    bearer(tokens.getString("accessToken"))
        .header("X-Api-Key", "pk_another")
        .get(AUTH + "me")
        .then()
        .statusCode(400)
        .body("code", equalTo("CREDENTIALS_CONFLICT"));
    bearer(tokens.getString("accessToken"))
        .header("X-Device-Id", "another-device-another-one")
        .get(AUTH + "me")
        .then()
        .statusCode(401)
        .body("code", equalTo("AUTH_FAILED"));

    refresh(tokens.getString("refreshToken"), "another-device-another-one")
        .statusCode(401)
        .body("code", equalTo("INVALID_REFRESH_TOKEN"));
    JsonPath next =
        refresh(tokens.getString("refreshToken"), DEVICE).statusCode(200).extract().jsonPath();
    assertThat(next.getString("sessionId")).isEqualTo(tokens.getString("sessionId"));

    bearer(next.getString("accessToken")).post(AUTH + "logout").then().statusCode(204);
    bearer(next.getString("accessToken")).get(AUTH + "me").then().statusCode(401);
    bearer(tokens.getString("accessToken")).get(AUTH + "me").then().statusCode(401);
    refresh(next.getString("refreshToken"), DEVICE).statusCode(401);
  }

  @Test
  void wrongCredentialsAreAllTheSame() {
    member("berta");
    ValidatableResponse wrong = login("berta", "not the right words").statusCode(401);
    ValidatableResponse unknown = login("nobody", "not the right words").statusCode(401);
    for (ValidatableResponse each : new ValidatableResponse[] {wrong, unknown}) {
      each.body("code", equalTo("INVALID_CREDENTIALS"))
          .header("WWW-Authenticate", startsWith("Bearer"));
    }
    for (String field : new String[] {"type", "title", "detail", "status", "instance"}) {
      assertThat(wrong.extract().jsonPath().getString(field))
          .isEqualTo(unknown.extract().jsonPath().getString(field));
    }
  }

  @Test
  void credentialsAreNeededAndHaveToHold() {
    json().get(AUTH + "me").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    bearer("e30.e30.e30")
        .get(AUTH + "me")
        .then()
        .statusCode(401)
        .body("code", equalTo("AUTH_FAILED"));
    json().post(AUTH + "logout").then().statusCode(401);
    bearer(member("carl"))
        .body(Map.of("role", "viewer"))
        .post(AUTH + "invitations")
        .then()
        .statusCode(403)
        .body("requiredScopes", contains("users:invite"))
        .body("heldScopes", hasItem("orders:write"));
  }

  @Test
  void registrationSaysWhatIsWrong() {
    register("inv_nobody-gave-this-out", "dora")
        .statusCode(403)
        .body("code", equalTo("INVITATION_INVALID"));
    json()
        .body(
            Map.of("email", "dora@example.com", "fullName", "Dora", "password", "some good words"))
        .post(AUTH + "register")
        .then()
        .statusCode(403)
        .body("code", equalTo("REGISTRATION_CLOSED"));
    json()
        .body(Map.of("email", "dora", "fullName", "D", "password", "short", "role", "admin"))
        .post(AUTH + "register")
        .then()
        .statusCode(422)
        .body("code", equalTo("VALIDATION_ERROR"))
        .body("errors.pointer", hasItems("/email", "/fullName", "/password", "/role"));
    json()
        .body(Map.of("email", "dora@example.com", "fullName", "Dora", "password", "password1234"))
        .post(AUTH + "register")
        .then()
        .statusCode(422)
        .body("errors", hasSize(1))
        .body("errors[0].pointer", equalTo("/password"))
        .body("errors[0].code", equalTo("password_common"));
    member("emil");
    register(invitation(), "emil").statusCode(409).body("code", equalTo("USER_ALREADY_EXISTS"));
  }

  @Test
  void snakeCaseIsTakenToo() {
    json()
        .body(
            Map.of(
                "invitation",
                invitation(),
                "email",
                "frida@example.com",
                "full_name",
                "Frida",
                "password",
                PASSWORD))
        .post(AUTH + "register")
        .then()
        .statusCode(201)
        .body("username", equalTo("frida@example.com"));
  }

  @Test
  void aDeviceIdHasAForm() {
    json()
        .header("X-Device-Id", "short")
        .body(Map.of("username", "x", "password", "y"))
        .post(AUTH + "login")
        .then()
        .statusCode(422)
        .body("errors.pointer", hasItem("header/X-Device-Id"));
  }

  @Test
  void aTokenCanBeCheckedWithThePublishedKeysAlone() throws Exception {
    ValidatableResponse answer = json().get(AUTH + ".well-known/jwks.json").then().statusCode(200);
    assertThat(answer.extract().headers().getValues("Cache-Control"))
        .containsExactly("public, max-age=300");
    String etag = answer.extract().header("ETag");
    json()
        .header("If-None-Match", etag)
        .get(AUTH + ".well-known/jwks.json")
        .then()
        .statusCode(304)
        .header("ETag", etag);
    String[] parts = admin.split("\\.");
    JsonPath header =
        JsonPath.from(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
    assertThat(header.getString("alg")).isEqualTo("RS256");
    JsonPath keys = answer.extract().jsonPath();
    assertThat(keys.getList("keys.kid", String.class)).containsExactly(header.getString("kid"));
    assertThat(keys.getMap("keys[0]")).containsOnlyKeys("kty", "use", "alg", "kid", "n", "e");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    number(keys.getString("keys[0].n")), number(keys.getString("keys[0].e")))));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void theModuleTellsItsHealthAndVersions() {
    json().get(AUTH + "health").then().statusCode(200).body("status", equalTo("healthy"));
    json().get(AUTH + "version").then().statusCode(200).body("version", equalTo("1.0.0"));
    json().get(AUTH + "versions").then().statusCode(200).body("items", hasSize(1));
  }

  @Test
  void guessingHasToWait() {
    try (TestServer strict =
        TestServer.start(
            database,
            Map.of(
                "AUTH_KEY_SECRET",
                "k".repeat(40),
                "AUTH_LOGIN_FREE_ATTEMPTS",
                "2",
                "AUTH_LOGIN_DELAY",
                "30s"),
            Clock.systemUTC())) {
      for (int i = 0; i < 2; i++) {
        guess(strict).statusCode(401);
      }
      String wait =
          guess(strict)
              .statusCode(429)
              .body("code", equalTo("RATE_LIMIT_EXCEEDED"))
              .extract()
              .header("Retry-After");
      assertThat(Integer.parseInt(wait)).isBetween(1, 30);
    }
  }

  @Test
  void signingOutOnOneServerEndsTokensAndSocketsOnAnother() throws Exception {
    String token = member("gerda");
    try (TestServer other = TestServer.start(database, SETTINGS, Clock.systemUTC())) {
      other
          .request()
          .header("Authorization", "Bearer " + token)
          .get(AUTH + "me")
          .then()
          .statusCode(200);
      Closing closing = new Closing();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols("parley.v1")
              .header("Authorization", "Bearer " + token)
              .buildAsync(URI.create(other.url().replace("http:", "ws:") + "/api/v1/ws"), closing)
              .get(10, TimeUnit.SECONDS);
      assertThat(socket.getSubprotocol()).isEqualTo("parley.v1");
      bearer(token).post(AUTH + "logout").then().statusCode(204);
      await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> status(other, token) == 401);
      assertThat(closing.code.get(1, TimeUnit.SECONDS)).isEqualTo(4401);
    }
  }

  private static int status(TestServer on, String token) {
    return on.request().header("Authorization", "Bearer " + token).get(AUTH + "me").statusCode();
  }

  private static ValidatableResponse guess(TestServer on) {
    return on.request()
        .contentType(ContentType.JSON)
        .body(Map.of("username", "guessed", "password", "again and again"))
        .post(AUTH + "login")
        .then();
  }

  /** A new user's access token. */
  private static String member(String name) {
    register(invitation(), name).statusCode(201);
    return login(name, PASSWORD).statusCode(200).extract().path("accessToken");
  }

  private static String invitation() {
    return bearer(admin)
        .body(Map.of("role", "user"))
        .post(AUTH + "invitations")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  private static ValidatableResponse register(String invitation, String name) {
    return json()
        .body(
            Map.of(
                "invitation", invitation,
                "email", name.replaceAll("[0-9]", "") + "@example.com",
                "username", name,
                "fullName", "Some " + name,
                "password", PASSWORD))
        .post(AUTH + "register")
        .then();
  }

  private static ValidatableResponse login(String username, String password) {
    return json()
        .body(Map.of("username", username, "password", password))
        .post(AUTH + "login")
        .then();
  }

  private static ValidatableResponse refresh(String token, String device) {
    return json()
        .header("X-Device-Id", device)
        .body(Map.of("refreshToken", token))
        .post(AUTH + "refresh")
        .then();
  }

  private static RequestSpecification json() {
    return server.request().contentType(ContentType.JSON);
  }

  private static RequestSpecification bearer(String token) {
    return json().header("Authorization", "Bearer " + token);
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  /** Keeps the code a socket is closed with. */
  private static final class Closing implements WebSocket.Listener {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
      code.complete(statusCode);
      return CompletableFuture.completedFuture(null);
    }
  }
}
