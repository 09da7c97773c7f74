package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.parley.testing.TestServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The revocation endpoint, on two servers of one database. */
class OAuthRevocationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String REVOKE = OAuthPeople.AUTH + "revoke";
  private static final AtomicInteger USERS = new AtomicInteger();

  private static OAuthNodes nodes;
  private static TestServer server;
  private static OAuthPeople people;
  private String name;

  @BeforeAll
  static void start() {
    nodes = OAuthNodes.start();
    server = nodes.server();
    people = nodes.people();
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @BeforeEach
  void register() {
    name = "holder" + USERS.incrementAndGet();
    people.user(name);
  }

  @Test
  void eitherTokenEndsTheSessionOnEveryServer() {
    for (String kind : List.of("access_token", "refresh_token")) {
      JsonPath tokens = signIn();
      String access = tokens.getString("access_token");
      people.me(access).statusCode(200);
      assertThat(status(nodes.other(), access)).isEqualTo(200);
      revoke(Map.of("token", tokens.getString(kind), "token_type_hint", kind)).statusCode(200);
      people.me(access).statusCode(401);
      people.refresh(tokens.getString("refresh_token")).statusCode(401);
      await().atMost(PATIENCE).until(() -> status(nodes.other(), access) == 401);
    }
  }

  @Test
  void aWrongHintIsNoMatter() {
    for (String hint : List.of("refresh_token", "pizza", "")) {
      String access = signIn().getString("access_token");
      revoke(Map.of("token", access, "token_type_hint", hint)).statusCode(200);
      people.me(access).statusCode(401);
    }
  }

  @Test
  void aRefreshTokenThatWasUsedEndsItsSessionToo() {
    JsonPath first = signIn();
    String spent = first.getString("refresh_token");
    String access = people.refresh(spent).statusCode(200).extract().path("accessToken");
    revoke(Map.of("token", spent)).statusCode(200);
    people.me(access).statusCode(401);
  }

  @Test
  void whatIsNoTokenIsNoError() {
    JsonPath tokens = signIn();
    String access = tokens.getString("access_token");
    for (String token :
        List.of(
            "x",
            "rt_" + "A".repeat(43),
            "eyJhbGciOiJub25lIn0.e30.",
            access + "x",
            access.substring(0, access.lastIndexOf('.') + 1),
            tokens.getString("refresh_token") + " ",
            "\u00fc",
            "%00",
            "y".repeat(4096))) {
      ValidatableResponse answer = revoke(Map.of("token", token)).statusCode(200);
      assertThat(answer.extract().body().asString()).isEmpty();
    }
    people.me(access).statusCode(200);
    revoke(Map.of("token", access)).statusCode(200);
    revoke(Map.of("token", access)).statusCode(200);
  }

  @Test
  void saysWhatARequestLacks() {
    error(revoke(Map.of("token_type_hint", "access_token")), "invalid_request", 400);
    error(revoke(Map.of("token", "")), "invalid_request", 400);
    error(revoke(Map.of("token", "y".repeat(4097))), "invalid_request", 400);
    error(OAuthPeople.post(server.request(), REVOKE, "token=a&token=b"), "invalid_request", 400);
    error(revoke(Map.of("token", "x", "client_secret", "y")), "invalid_client", 401);
    server.request().queryParam("token", "x").get(REVOKE).then().statusCode(405);
  }

  @Test
  void anApplicationsTokenTakesItsCredentials() {
    String owner = people.signedIn(name);
    JsonPath mine = people.application(owner, "profile:read");
    JsonPath others = people.application(owner, "profile:read");
    String token = access(mine);
    Map<String, String> form = Map.of("token", token);
    error(revoke(form), "invalid_client", 401);
    error(revoke(with(form, "client_id", mine.getString("id"))), "invalid_client", 401);
    error(revoke(basic(others), form), "invalid_grant", 400);
    error(
        revoke(basic(mine), with(form, "client_secret", mine.getString("clientSecret"))),
        "invalid_request",
        400);
    people.me(token).statusCode(200);
    revoke(basic(mine), form).statusCode(200);
    people.me(token).statusCode(401);
    // One token, one session: the next is another one.
    people.me(access(mine)).statusCode(200);
  }

  @Test
  void anApplicationDoesNotEndAPersonsSession() {
    String owner = people.signedIn(name);
    JsonPath application = people.application(owner, "profile:read");
    JsonPath tokens = signIn();
    for (String kind : List.of("access_token", "refresh_token")) {
      error(
          revoke(basic(application), Map.of("token", tokens.getString(kind))),
          "invalid_grant",
          400);
    }
    people.me(tokens.getString("access_token")).statusCode(200);
  }

  @Test
  void isNotedForWhomItConcerns() {
    String owner = people.signedIn(name);
    JsonPath application = people.application(owner, "profile:read");
    revoke(basic(application), Map.of("token", access(application))).statusCode(200);
    events(owner).body("items.kind", not(hasItem("session_revoked")));
    revoke(Map.of("token", signIn().getString("refresh_token"))).statusCode(200);
    events(owner).body("items.kind", hasItem("session_revoked"));
  }

  private static ValidatableResponse events(String token) {
    return people.bearer(token).get(OAuthPeople.AUTH + "security-events").then().statusCode(200);
  }

  private JsonPath signIn() {
    return OAuthPeople.post(
            server.request(),
            OAuthPeople.TOKEN,
            Map.of("grant_type", "password", "username", name, "password", OAuthPeople.PASSWORD))
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static String access(JsonPath application) {
    return OAuthPeople.post(
            basic(application), OAuthPeople.TOKEN, Map.of("grant_type", "client_credentials"))
        .statusCode(200)
        .extract()
        .path("access_token");
  }

  private static RequestSpecification basic(JsonPath application) {
    return OAuthPeople.basic(server, application);
  }

  private static int status(TestServer at, String token) {
    return OAuthPeople.status(at, token);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new TreeMap<>(form);
    changed.put(name, value);
    return changed;
  }

  private static ValidatableResponse revoke(Map<String, String> form) {
    return revoke(server.request(), form);
  }

  private static ValidatableResponse revoke(
      RequestSpecification request, Map<String, String> form) {
    return OAuthPeople.post(request, REVOKE, form);
  }

  private static ValidatableResponse error(ValidatableResponse answer, String error, int status) {
    return OAuthPeople.error(answer, error, status);
  }
}
