package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The token endpoint with the grants of first-party clients; each test has an account of its own.
 */
class OAuthTokenIT {
  private static final String DEVICE = "9f86d081884c7d659a2feaa0c55ad015";
  private static final String OTHER_DEVICE = "another-device-another-one";

  private static TestServer server;
  private static OAuthPeople people;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.fresh();
    server = TestServer.start(database, Map.of(), Clock.systemUTC());
    people = new OAuthPeople(server, database);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void givesTokensForAPassword() {
    people.user("ada");
    JsonPath tokens =
        token(password("ada"))
            .statusCode(200)
            .contentType(ContentType.JSON)
            .header("Cache-Control", "no-store")
            .header("Pragma", "no-cache")
            .body("token_type", equalTo("Bearer"))
            .body("expires_in", equalTo(300))
            .body("refresh_token", startsWith("rt_"))
            .body("accessToken", nullValue())
            .extract()
            .jsonPath();
    assertThat(people.scopes(tokens.getString("access_token"))).contains("orders:write");
    assertThat(tokens.getString("scope").split(" ")).contains("orders:write", "profile:read");
  }

  @Test
  void aRefreshTokenIsGoodAtBothDoors() {
    people.user("berta");
    String first = token(password("berta")).statusCode(200).extract().path("refresh_token");
    String second = people.refresh(first).statusCode(200).extract().path("refreshToken");
    String third = token(refresh(second)).statusCode(200).extract().path("refresh_token");
    people.refresh(third).statusCode(200);
  }

  @Test
  void reuseOfARefreshTokenEndsTheSessionHereToo() {
    people.user("carl");
    String first = token(password("carl")).extract().path("refresh_token");
    JsonPath second = token(refresh(first)).statusCode(200).extract().jsonPath();
    String third =
        token(refresh(second.getString("refresh_token"))).extract().path("refresh_token");
    error(token(refresh(first)), "invalid_grant");
    error(token(refresh(third)), "invalid_grant");
    people.me(second.getString("access_token")).statusCode(401);
  }

  @Test
  void tokensAreBoundToTheDevice() {
    people.user("dora");
    String first =
        token(form().header("X-Device-Id", DEVICE), password("dora"))
            .statusCode(200)
            .extract()
            .path("refresh_token");
    error(token(form().header("X-Device-Id", OTHER_DEVICE), refresh(first)), "invalid_grant");
    error(token(refresh(first)), "invalid_grant");
    token(form().header("X-Device-Id", DEVICE), refresh(first)).statusCode(200);
  }

  @Test
  void aNarrowSessionStaysNarrowAtEveryDoor() {
    people.user("emil");
    JsonPath narrow =
        token(with(password("emil"), "scope", "orders:read market:read orders:read"))
            .statusCode(200)
            .body("scope", equalTo("market:read orders:read"))
            .extract()
            .jsonPath();
    people.me(narrow.getString("access_token")).statusCode(403);
    String refresh = narrow.getString("refresh_token");
    error(token(with(refresh(refresh), "scope", "orders:read orders:write")), "invalid_scope");
    JsonPath narrower =
        token(with(refresh(refresh), "scope", "orders:read"))
            .statusCode(200)
            .body("scope", equalTo("orders:read"))
            .extract()
            .jsonPath();
    // One access token is narrower; the session is what it was.
    JsonPath again =
        token(refresh(narrower.getString("refresh_token")))
            .statusCode(200)
            .body("scope", equalTo("market:read orders:read"))
            .extract()
            .jsonPath();
    people
        .refresh(again.getString("refresh_token"))
        .statusCode(200)
        .body("scope", equalTo("market:read orders:read"));
  }

  @Test
  void aNarrowSessionDoesNotWidenItselfByChangingThePassword() {
    people.user("erna");
    String narrow =
        token(with(password("erna"), "scope", "password:change profile:read"))
            .statusCode(200)
            .extract()
            .path("access_token");
    JsonPath changed =
        people
            .bearer(narrow)
            .body(
                Map.of(
                    "currentPassword",
                    OAuthPeople.PASSWORD,
                    "newPassword",
                    "difference engine no 2"))
            .post(OAuthPeople.AUTH + "password")
            .then()
            .statusCode(200)
            .body("scope", equalTo("password:change profile:read"))
            .extract()
            .jsonPath();
    people
        .refresh(changed.getString("refreshToken"))
        .statusCode(200)
        .body("scope", equalTo("password:change profile:read"));
  }

  @Test
  void aSessionOfThisDoorIsListedAsOne() {
    people.user("ernst");
    String tokens = token(password("ernst")).statusCode(200).extract().path("access_token");
    people
        .bearer(tokens)
        .get(OAuthPeople.AUTH + "sessions")
        .then()
        .statusCode(200)
        .body("items.kind", contains("oauth"));
  }

  @Test
  void refusesScopesThatTheRoleHasNot() {
    people.user("frida");
    for (String scope :
        new String[] {"ops:read", "no:such", "orders:read ops:read", "admin", "*"}) {
      error(token(with(password("frida"), "scope", scope)), "invalid_scope");
    }
    for (String scope :
        new String[] {" ", "orders:read  market:read", "\"", "a\\b", "\u00fc", "\n"}) {
      error(token(with(password("frida"), "scope", scope)), "invalid_scope");
    }
  }

  @Test
  void aRefusedScopeSpendsNoRefreshToken() {
    people.user("greta");
    String first = token(password("greta")).extract().path("refresh_token");
    error(token(with(refresh(first), "scope", "ops:read")), "invalid_scope");
    token(refresh(first)).statusCode(200);
  }

  @Test
  void unknownUserAndWrongPasswordAreTheSame() {
    people.user("hugo");
    ValidatableResponse wrong = token(with(password("hugo"), "password", "not the right words"));
    ValidatableResponse unknown =
        token(with(password("nobody"), "password", "not the right words"));
    for (ValidatableResponse each : new ValidatableResponse[] {wrong, unknown}) {
      error(each, "invalid_grant");
    }
    assertThat(wrong.extract().<String>path("error_description"))
        .isEqualTo(unknown.extract().path("error_description"));
  }

  @Test
  void aSuspendedAccountGetsNoTokens() {
    people.user("ida");
    String refresh = token(password("ida")).extract().path("refresh_token");
    people.suspend("ida");
    error(token(password("ida")), "invalid_grant");
    error(token(refresh(refresh)), "invalid_grant");
  }

  @Test
  void whatAnAccountMustDoFirstIsAllThatItGets() {
    try (TestServer fresh = TestServer.start()) {
      Map<String, String> admin =
          Map.of(
              "grant_type", "password", "username", "admin", "password", TestServer.ADMIN_PASSWORD);
      token(fresh.request(), admin).statusCode(200).body("scope", equalTo("password:change"));
      error(token(fresh.request(), with(admin, "scope", "users:create")), "invalid_scope");
    }
  }

  @Test
  void saysWhatARequestLacks() {
    error(token(Map.of("grant_type", "authorization_code")), "unsupported_grant_type");
    error(token(Map.of("grant_type", "implicit", "code", "x")), "unsupported_grant_type");
    error(token(Map.of("grant_type", "password", "username", "ada")), "invalid_request");
    error(token(Map.of("grant_type", "refresh_token")), "invalid_request");
    error(token(Map.of("grant_type", "refresh_token", "refresh_token", "")), "invalid_request");
    error(token(Map.of("username", "ada", "password", "x")), "invalid_request")
        .body("code", equalTo("VALIDATION_ERROR"))
        .body("errors.pointer", equalTo(List.of("/grant_type")));
  }

  @Test
  void credentialsInTheQueryAreRefused() {
    people.user("jana");
    RequestSpecification request =
        form().queryParam("username", "jana").queryParam("password", "secret");
    error(token(request, Map.of("grant_type", "password")), "invalid_request");
    error(token(form().queryParam("grant_type", "password"), password("jana")), "invalid_request");
    String access = token(password("jana")).extract().path("access_token");
    people
        .anonymous()
        .queryParam("access_token", access)
        .get("/api/v1/auth/me")
        .then()
        .statusCode(401);
  }

  @Test
  void brokenFormsAreRefusedAsTheyAre() {
    for (String body :
        new String[] {
          "grant_type=%zz",
          "grant_type=a%4",
          "grant_type=%ff",
          "grant_type",
          "grant_type=password&grant_type=password"
        }) {
      error(raw(body), "invalid_request");
    }
    error(raw("grant_type=password&username=a%00b&password=some%20words"), "invalid_request")
        .body("errors", hasSize(1))
        .body("errors[0].pointer", equalTo("/username"))
        .body("errors[0].code", equalTo("characters"));
    String many =
        IntStream.range(0, 10_000).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
    error(raw("grant_type=password&" + many), "invalid_request");
    server
        .request()
        .contentType(ContentType.JSON)
        .body("{\"grant_type\":\"password\"}")
        .post(OAuthPeople.TOKEN)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void clientsThatNobodyRegisteredAreRefused() {
    people.user("karl");
    error(
            token(with(with(password("karl"), "client_id", "x"), "client_secret", "y")),
            "invalid_client",
            401)
        .header("WWW-Authenticate", startsWith("Basic"));
    error(
        token(form().auth().preemptive().basic("x", "y"), password("karl")), "invalid_client", 401);
    error(
        token(form().header("Authorization", "Bearer x"), password("karl")), "invalid_client", 401);
    error(
        token(
            form().auth().preemptive().basic("x", "y"),
            with(with(password("karl"), "client_id", "x"), "client_secret", "y")),
        "invalid_request");
    token(form().auth().preemptive().basic("", ""), password("karl")).statusCode(200);
  }

  @Test
  void guessingHasToWaitAtBothDoorsTogether() {
    Map<String, String> settings =
        Map.of("AUTH_LOGIN_FREE_ATTEMPTS", "2", "AUTH_LOGIN_DELAY", "30s");
    try (TestServer strict = TestServer.start(settings)) {
      Map<String, String> guess =
          Map.of("grant_type", "password", "username", "guessed", "password", "again and again");
      error(token(strict.request(), guess), "invalid_grant");
      OAuthPeople.login(strict, "guessed", "again and again").statusCode(401);
      token(strict.request(), guess)
          .statusCode(429)
          .contentType("application/problem+json")
          .body("code", equalTo("RATE_LIMIT_EXCEEDED"));
      OAuthPeople.login(strict, "guessed", "again and again").statusCode(429);
    }
  }

  @Test
  void bothDoorsHaveOneBudget() {
    try (TestServer strict = TestServer.start(Map.of("RATE_LIMIT_LOGIN", "2"))) {
      Map<String, String> guess =
          Map.of("grant_type", "password", "username", "Guessed", "password", "again and again");
      OAuthPeople.login(strict, "guessed", "again and again").statusCode(401);
      error(token(strict.request(), guess), "invalid_grant");
      token(strict.request(), guess).statusCode(429);
      OAuthPeople.login(strict, "guessed", "again and again").statusCode(429);
    }
  }

  private static ValidatableResponse error(ValidatableResponse answer, String error) {
    return error(answer, error, 400);
  }

  private static ValidatableResponse error(ValidatableResponse answer, String error, int status) {
    return OAuthPeople.error(answer, error, status);
  }

  private static Map<String, String> password(String name) {
    return Map.of("grant_type", "password", "username", name, "password", OAuthPeople.PASSWORD);
  }

  private static Map<String, String> refresh(String token) {
    return Map.of("grant_type", "refresh_token", "refresh_token", token);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new TreeMap<>(form);
    changed.put(name, value);
    return changed;
  }

  private static RequestSpecification form() {
    return server.request();
  }

  private static ValidatableResponse token(Map<String, String> form) {
    return token(form(), form);
  }

  private static ValidatableResponse token(RequestSpecification request, Map<String, String> form) {
    return OAuthPeople.post(request, OAuthPeople.TOKEN, form);
  }

  private static ValidatableResponse raw(String body) {
    return OAuthPeople.post(form(), OAuthPeople.TOKEN, body);
  }
}
