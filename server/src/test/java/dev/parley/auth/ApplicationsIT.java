package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.auth.store.GrantStore;
import dev.parley.testing.TestServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registered applications and their tokens, on two servers of one database. */
class ApplicationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger USERS = new AtomicInteger();

  private static OAuthNodes nodes;
  private static TestServer server;
  private static OAuthPeople people;
  private String name;
  private String owner;

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
  void signIn() {
    name = "owner" + USERS.incrementAndGet();
    people.user(name);
    owner = people.signedIn(name);
  }

  @Test
  void showsItsSecretOnceAndKeepsItsHashAlone() {
    JsonPath made = people.application(owner, "orders:read", "market:read", "orders:read");
    assertThat(made.getString("clientSecret")).startsWith("app_");
    assertThat(made.getList("scopes")).isEqualTo(List.of("market:read", "orders:read"));
    String one =
        people.bearer(owner).get(path(made)).then().statusCode(200).extract().body().asString();
    String all =
        people
            .bearer(owner)
            .queryParam("includeTotal", true)
            .get(OAuthPeople.APPLICATIONS)
            .then()
            .statusCode(200)
            .body("items", hasSize(1))
            .body("items[0].id", equalTo(made.getString("id")))
            .body("page.total", equalTo(1))
            .extract()
            .body()
            .asString();
    String stored =
        nodes
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT row_to_json(a)::text FROM auth.application a")
                        .mapTo(String.class)
                        .list()
                        .toString());
    for (String text : List.of(one, all, stored)) {
      assertThat(text)
          .contains(made.getString("id"))
          .doesNotContain(made.getString("clientSecret"));
    }
  }

  @Test
  void actsForItsOwnerWithItsOwnScopes() {
    JsonPath made = people.application(owner, "profile:read", "orders:read");
    for (ValidatableResponse answer : List.of(token(made), token(basic(made), grant()))) {
      JsonPath tokens =
          answer
              .statusCode(200)
              .header("Cache-Control", "no-store")
              .body("token_type", equalTo("Bearer"))
              .body("refresh_token", nullValue())
              .body("scope", equalTo("orders:read profile:read"))
              .extract()
              .jsonPath();
      people
          .me(tokens.getString("access_token"))
          .statusCode(200)
          .body("username", equalTo(name))
          .body("scopes", equalTo(List.of("orders:read", "profile:read")));
    }
    token(with(client(made), "scope", "orders:read"))
        .statusCode(200)
        .body("scope", equalTo("orders:read"));
    error(token(with(client(made), "scope", "orders:read orders:write")), "invalid_scope", 400);
  }

  @Test
  void nobodyGivesAwayWhatHeLacksOrWhatMakesCredentials() {
    create("orders:read", "ops:read")
        .statusCode(403)
        .body("requiredScopes", equalTo(List.of("ops:read", "orders:read")))
        .body("heldScopes", hasItem("orders:write"))
        .body("sufficientRoles", equalTo(List.of("admin")));
    for (String scope : List.of("applications:manage", "api-keys:write", "password:change")) {
      create("orders:read", scope)
          .statusCode(422)
          .body("errors", hasSize(1))
          .body("errors[0].pointer", equalTo("/scopes/1"))
          .body("errors[0].code", equalTo("sign_in_only"));
    }
  }

  @Test
  void isRefusedWhereASignInIsTaken() {
    JsonPath made = people.application(owner, "profile:read", "sessions:read", "api-keys:read");
    String token = access(made);
    for (String path : List.of("sessions/revoke-others", "api-keys", "applications", "password")) {
      people.bearer(token).body("{}").post(OAuthPeople.AUTH + path).then().statusCode(403);
    }
    people.bearer(token).get(OAuthPeople.APPLICATIONS).then().statusCode(403);
    people.bearer(token).get(path(made)).then().statusCode(403);
    people.bearer(token).delete(path(made)).then().statusCode(403);
    people
        .bearer(token)
        .get(OAuthPeople.AUTH + "permissions")
        .then()
        .statusCode(200)
        .body("operations.find { it.operationId == 'listSessions' }.allowed", equalTo(true))
        .body("operations.find { it.operationId == 'revokeOtherSessions' }.allowed", equalTo(false))
        .body("operations.find { it.operationId == 'listApplications' }.allowed", equalTo(false));
  }

  @Test
  void hasNoOtherGrant() {
    people.user(name + "x");
    JsonPath made = people.application(owner, "orders:read");
    Map<String, String> password =
        Map.of("username", name + "x", "password", OAuthPeople.PASSWORD, "grant_type", "password");
    error(token(basic(made), password), "unauthorized_client", 400);
    String refresh = token(password).statusCode(200).extract().path("refresh_token");
    Map<String, String> next = Map.of("grant_type", "refresh_token", "refresh_token", refresh);
    error(token(basic(made), next), "invalid_grant", 400);
    token(next).statusCode(200);
    error(token(grant()), "invalid_client", 401).header("WWW-Authenticate", startsWith("Basic"));
  }

  @Test
  void wrongAndUnknownClientsAreTheSame() {
    JsonPath made = people.application(owner, "orders:read");
    JsonPath others = people.application(owner, "orders:read");
    String right = made.getString("clientSecret");
    String id = made.getString("id");
    List<Map<String, String>> wrong =
        List.of(
            client(id, others.getString("clientSecret")),
            client(id, right + "x"),
            client(id, right.toUpperCase(java.util.Locale.ROOT)),
            client(id, " " + right),
            client(id.toUpperCase(java.util.Locale.ROOT), right),
            client("{" + id + "}", right),
            client(UUID.randomUUID().toString(), right),
            client("0-0-0-0-0", right),
            client("00000000-0000-0000-0000-000000000000", right),
            client("admin' OR '1'='1", right),
            Map.of("grant_type", "client_credentials", "client_secret", right));
    List<String> said =
        wrong.stream()
            .map(form -> error(token(form), "invalid_client", 401))
            .map(answer -> answer.extract().<String>path("error_description"))
            .distinct()
            .toList();
    assertThat(said).hasSize(1);
    error(token(with(grant(), "client_id", id)), "invalid_client", 401);
  }

  @Test
  void oddCredentialsAreRefusedClearly() {
    JsonPath made = people.application(owner, "orders:read");
    String right = made.getString("clientSecret");
    error(token(basic(made), client(made)), "invalid_request", 400);
    error(
        OAuthPeople.post(
            server.request(),
            OAuthPeople.TOKEN,
            "grant_type=client_credentials&client_id=%s&client_id=%s&client_secret=%s"
                .formatted(made.getString("id"), made.getString("id"), right)),
        "invalid_request",
        400);
    error(token(client(made.getString("id"), "x".repeat(129))), "invalid_request", 400);
    error(token(client("x".repeat(65), right)), "invalid_request", 400);
    RequestSpecification huge =
        server.request().auth().preemptive().basic("x".repeat(3000), "y".repeat(3000));
    error(token(huge, grant()), "invalid_client", 401);
    for (String header :
        List.of("Basic", "Basic ", "Basic !", "Basic %%%", "Basic eA==", "Bearer " + right, "x")) {
      error(
          token(server.request().header("Authorization", header), grant()), "invalid_client", 401);
    }
    people.bearer(right).get(OAuthPeople.AUTH + "me").then().statusCode(401);
    server.request().header("X-Api-Key", right).get(OAuthPeople.AUTH + "me").then().statusCode(401);
  }

  @Test
  void guessingASecretHasToWait() {
    Map<String, String> settings =
        Map.of("AUTH_LOGIN_FREE_ATTEMPTS", "2", "AUTH_LOGIN_DELAY", "30s");
    try (TestServer strict = TestServer.start(settings)) {
      Map<String, String> guess = client(UUID.randomUUID().toString(), "app_x");
      for (int attempt = 0; attempt < 2; attempt++) {
        error(OAuthPeople.post(strict.request(), OAuthPeople.TOKEN, guess), "invalid_client", 401);
      }
      OAuthPeople.post(strict.request(), OAuthPeople.TOKEN, guess)
          .statusCode(429)
          .body("code", equalTo("RATE_LIMIT_EXCEEDED"));
    }
  }

  @Test
  void endsWithItsDeletionOnEveryServer() {
    JsonPath made = people.application(owner, "profile:read");
    String token = access(made);
    accepted(nodes.other(), token);
    people.bearer(owner).header("If-Match", "\"7\"").delete(path(made)).then().statusCode(412);
    people.bearer(owner).header("If-Match", "\"1\"").delete(path(made)).then().statusCode(204);
    people.me(token).statusCode(401);
    await().atMost(PATIENCE).until(() -> status(nodes.other(), token) == 401);
    error(token(client(made)), "invalid_client", 401);
    people.bearer(owner).get(path(made)).then().statusCode(404);
    people.bearer(owner).delete(path(made)).then().statusCode(404);
    people.me(owner).statusCode(200);
  }

  @Test
  void noTokenSlipsThroughBesideTheDeletion() throws Exception {
    JsonPath made = people.application(owner, "profile:read");
    Queue<String> given = new ConcurrentLinkedQueue<>();
    CountDownLatch busy = new CountDownLatch(10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asking = new ArrayList<>();
      for (TestServer each : List.of(server, nodes.other())) {
        asking.add(
            threads.submit(
                () -> {
                  ValidatableResponse answer =
                      OAuthPeople.post(each.request(), OAuthPeople.TOKEN, client(made));
                  while (answer.extract().statusCode() == 200) {
                    given.add(answer.extract().path("access_token"));
                    busy.countDown();
                    answer = OAuthPeople.post(each.request(), OAuthPeople.TOKEN, client(made));
                  }
                  return error(answer, "invalid_client", 401);
                }));
      }
      assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
      people.bearer(owner).delete(path(made)).then().statusCode(204);
      for (Future<?> each : asking) {
        each.get(1, TimeUnit.MINUTES);
      }
    }
    for (String token : given) {
      people.me(token).statusCode(401);
      await().atMost(PATIENCE).until(() -> status(nodes.other(), token) == 401);
    }
  }

  @Test
  void anotherSecretEndsWhatTheOneBeforeOpened() {
    JsonPath made = people.application(owner, "profile:read");
    String token = access(made);
    JsonPath rotated =
        people
            .bearer(owner)
            .post(path(made) + "/secret")
            .then()
            .statusCode(200)
            .header("ETag", equalTo("\"2\""))
            .body("clientSecret", not(equalTo(made.getString("clientSecret"))))
            .extract()
            .jsonPath();
    people.me(token).statusCode(401);
    await().atMost(PATIENCE).until(() -> status(nodes.other(), token) == 401);
    error(token(client(made)), "invalid_client", 401);
    people.me(access(rotated)).statusCode(200);
  }

  @Test
  void isItsOwnersAlone() {
    JsonPath made = people.application(owner, "profile:read");
    people.user(name + "y");
    String stranger = people.signedIn(name + "y");
    people.bearer(stranger).get(path(made)).then().statusCode(403);
    people.bearer(stranger).delete(path(made)).then().statusCode(403);
    people.bearer(stranger).post(path(made) + "/secret").then().statusCode(403);
    people
        .bearer(stranger)
        .get(OAuthPeople.APPLICATIONS)
        .then()
        .statusCode(200)
        .body("items", empty());
    token(client(made)).statusCode(200);
  }

  @Test
  void shrinksWithItsOwnersRoleAndEndsWithTheAccount() {
    JsonPath made = people.application(owner, "orders:write", "orders:read");
    sql("UPDATE users.account SET role = 'viewer' WHERE username = ?", name);
    token(client(made)).statusCode(200).body("scope", equalTo("orders:read"));
    error(token(with(client(made), "scope", "orders:write")), "invalid_scope", 400);
    people.suspend(name);
    error(token(client(made)), "unauthorized_client", 400);
  }

  @Test
  void doesNothingWhileItsOwnerMustChangeThePassword() {
    JsonPath made = people.application(owner, "orders:read");
    sql(
        "UPDATE auth.credential SET must_change = true WHERE user_id ="
            + " (SELECT id FROM users.account WHERE username = ?)",
        name);
    error(token(client(made)), "unauthorized_client", 400)
        .body("error_description", containsString("none of its scopes"));
  }

  @Test
  void itsOwnerSeesItsSessionsAndEndsOneAlone() {
    JsonPath made = people.application(owner, "profile:read");
    String first = access(made);
    String second = access(made);
    String session = people.me(first).extract().path("sessionId");
    people
        .bearer(owner)
        .get(OAuthPeople.AUTH + "sessions")
        .then()
        .statusCode(200)
        .body("items.findAll { it.kind == 'application' }", hasSize(2))
        .body("items.find { it.id == '%s' }.applicationId".formatted(session), equalTo(id(made)))
        .body("items.find { it.kind == 'password' }.applicationId", nullValue());
    people.bearer(owner).delete(OAuthPeople.AUTH + "sessions/" + session).then().statusCode(204);
    people.me(first).statusCode(401);
    people.me(second).statusCode(200);
  }

  @Test
  void whatHappensToItIsNotedForItsOwner() {
    JsonPath made = people.application(owner, "profile:read");
    people.bearer(owner).post(path(made) + "/secret").then().statusCode(200);
    people.bearer(owner).delete(path(made)).then().statusCode(204);
    people
        .bearer(owner)
        .get(OAuthPeople.AUTH + "security-events")
        .then()
        .statusCode(200)
        .body(
            "items.kind",
            hasItems(
                "application_registered", "application_secret_replaced", "application_deleted"));
  }

  @Test
  void whatItsTokensLeaveIsSoonRemoved() {
    JsonPath made = people.application(owner, "profile:read");
    access(made);
    access(made);
    sql(
        "UPDATE auth.session SET expires_at = now() - interval '1 hour' WHERE user_id ="
            + " (SELECT id FROM users.account WHERE username = ?)",
        name);
    access(made);
    int removed =
        nodes
            .database()
            .jdbi()
            .inTransaction(handle -> new GrantStore().removeEndedBefore(handle, Instant.now(), 10));
    assertThat(removed).isEqualTo(2);
    people
        .bearer(owner)
        .get(OAuthPeople.AUTH + "sessions")
        .then()
        .statusCode(200)
        .body("items.kind", equalTo(List.of("application")));
  }

  @Test
  void thereAreOnlySoMany() {
    sql(
        "INSERT INTO auth.application SELECT gen_random_uuid(), id, 'x', 'orders:read', 'x', now(),"
            + " now(), 1 FROM users.account, generate_series(1, 99) WHERE username = ?",
        name);
    create("orders:read").statusCode(201);
    create("orders:read").statusCode(409).body("code", equalTo("CONFLICT"));
  }

  private ValidatableResponse create(String... scopes) {
    return people
        .bearer(owner)
        .body(Map.of("name", "Report", "scopes", List.of(scopes)))
        .post(OAuthPeople.APPLICATIONS)
        .then();
  }

  private static void sql(String statement, String argument) {
    nodes.database().jdbi().useHandle(handle -> handle.execute(statement, argument));
  }

  private static String access(JsonPath application) {
    return token(client(application)).statusCode(200).extract().path("access_token");
  }

  private static void accepted(TestServer at, String token) {
    assertThat(status(at, token)).isEqualTo(200);
  }

  private static int status(TestServer at, String token) {
    return OAuthPeople.status(at, token);
  }

  private static String id(JsonPath application) {
    return application.getString("id");
  }

  private static String path(JsonPath application) {
    return OAuthPeople.APPLICATIONS + "/" + id(application);
  }

  private static Map<String, String> grant() {
    return Map.of("grant_type", "client_credentials");
  }

  private static Map<String, String> client(JsonPath application) {
    return client(id(application), application.getString("clientSecret"));
  }

  private static Map<String, String> client(String id, String secret) {
    return with(with(grant(), "client_id", id), "client_secret", secret);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new TreeMap<>(form);
    changed.put(name, value);
    return changed;
  }

  private static RequestSpecification basic(JsonPath application) {
    return OAuthPeople.basic(server, application);
  }

  private static ValidatableResponse token(JsonPath application) {
    return token(client(application));
  }

  private static ValidatableResponse token(Map<String, String> form) {
    return token(server.request(), form);
  }

  private static ValidatableResponse token(RequestSpecification request, Map<String, String> form) {
    return OAuthPeople.post(request, OAuthPeople.TOKEN, form);
  }

  private static ValidatableResponse error(ValidatableResponse answer, String error, int status) {
    return OAuthPeople.error(answer, error, status);
  }
}
