package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestServer;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Role;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What callers are told they may do, and what the docs say of roles. */
class PermissionsIT {
  private static final String PERMISSIONS = "/api/v1/auth/permissions";

  private static TestServer server;
  private static String admin;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    admin =
        bearer(login(server))
            .body(
                Map.of(
                    "currentPassword",
                    TestServer.ADMIN_PASSWORD,
                    "newPassword",
                    "words for the top 42"))
            .post("/api/v1/auth/password")
            .then()
            .statusCode(200)
            .extract()
            .path("accessToken");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anAdminMayDoEverything() {
    JsonPath all = permissions(admin);
    assertThat(all.getString("role")).isEqualTo("admin");
    assertThat(all.getList("scopes", String.class))
        .containsExactlyInAnyOrderElementsOf(TestRoles.table().of(Role.ADMIN));
    assertThat(all.getList("operations.findAll { !it.allowed }")).isEmpty();
    assertThat(all.getList("topics.findAll { !it.allowed }")).isEmpty();
    assertThat(all.getList("operations.operationId", String.class))
        .doesNotHaveDuplicates()
        .contains("login", "placeOrder", "getHealth", "getPermissions");
    assertThat(all.getList("topics.topic", String.class))
        .contains("orders", "candles:{symbol}:{interval}");
  }

  @Test
  void whoMustChangeThePasswordMayDoThatAlone() {
    try (TestServer fresh = TestServer.start()) {
      JsonPath all =
          fresh
              .request()
              .header("Authorization", "Bearer " + login(fresh))
              .get(PERMISSIONS)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      assertThat(
              all.getList(
                  "operations.findAll { it.allowed && it.secured }.operationId", String.class))
          .containsExactlyInAnyOrder(
              "changePassword", "createWsTicket", "getPermissions", "logout");
      assertThat(all.getList("topics.findAll { it.allowed }")).isEmpty();
    }
  }

  @Test
  void whatIsAskedForAndWhoHasItIsThere() {
    Map<String, Object> invite =
        permissions(admin).getMap("operations.find { it.operationId == 'createInvitation' }");
    assertThat(invite)
        .containsEntry("method", "POST")
        .containsEntry("path", "/api/v1/auth/invitations")
        .containsEntry("scopes", List.of("users:invite"))
        .containsEntry("roles", List.of("manager", "admin"));
    Map<String, Object> orders = permissions(admin).getMap("topics.find { it.topic == 'orders' }");
    assertThat(orders)
        .containsEntry("scope", "orders:read")
        .containsEntry("roles", List.of("viewer", "user", "manager", "admin"));
  }

  @Test
  void theAnswerIsKeptByItsCallerAlone() {
    String tag =
        bearer(admin)
            .get(PERMISSIONS)
            .then()
            .header("Cache-Control", "private, no-cache")
            .extract()
            .header("ETag");
    bearer(admin).header("If-None-Match", tag).get(PERMISSIONS).then().statusCode(304);
    server.request().get(PERMISSIONS).then().statusCode(401);
  }

  @Test
  void theDocsHaveTheTableOfRoles() {
    server
        .request()
        .get("/docs/roles.json")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/json"))
        .body("scopes.'orders:write'", equalTo("Place, change and cancel orders."))
        .body("roles.user.includes", equalTo("viewer"))
        .body("roles.manager.scopes", contains("users:read", "users:invite"));
    server
        .request()
        .get("/docs/specs/broker/openapi.json")
        .then()
        .body("paths.'/api/v1/broker/orders'.post.x-roles", contains("user", "manager", "admin"))
        .body(
            "components.securitySchemes.oauth2.flows.password.scopes.'orders:read'",
            equalTo("See and stream one's own orders."));
    server
        .request()
        .get("/docs/specs/broker/asyncapi.json")
        .then()
        .body(
            "operations.values().find { it.'x-topic' == 'orders' }.'x-roles'",
            contains("viewer", "user", "manager", "admin"));
  }

  private static JsonPath permissions(String token) {
    return bearer(token).get(PERMISSIONS).then().statusCode(200).extract().jsonPath();
  }

  private static String login(TestServer on) {
    return on.request()
        .contentType(ContentType.JSON)
        .body(Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD))
        .post("/api/v1/auth/login")
        .then()
        .statusCode(200)
        .extract()
        .path("accessToken");
  }

  private static RequestSpecification bearer(String token) {
    return server
        .request()
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + token);
  }
}
