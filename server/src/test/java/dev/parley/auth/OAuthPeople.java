package dev.parley.auth;

import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Accounts on a server, and forms as OAuth 2.0 clients send them. */
final class OAuthPeople {
  static final String AUTH = "/api/v1/auth/";
  static final String TOKEN = AUTH + "token";
  static final String APPLICATIONS = AUTH + "applications";
  static final String PASSWORD = "analytical engine no 1";
  private static final String ADMIN = "words for the top 42";

  private final TestServer server;
  private final TestDatabase database;
  private final String admin;

  OAuthPeople(TestServer server, TestDatabase database) {
    this.server = server;
    this.database = database;
    String first = login(server, "admin", TestServer.ADMIN_PASSWORD).extract().path("accessToken");
    this.admin =
        bearer(first)
            .body(Map.of("currentPassword", TestServer.ADMIN_PASSWORD, "newPassword", ADMIN))
            .post(AUTH + "password")
            .then()
            .statusCode(200)
            .extract()
            .path("accessToken");
  }

  /** Makes an account with the role {@code user}. */
  void user(String name) {
    String invitation =
        bearer(admin)
            .body(Map.of("role", "user"))
            .post(AUTH + "invitations")
            .then()
            .statusCode(201)
            .extract()
            .path("secret");
    anonymous()
        .body(
            Map.of(
                "invitation", invitation,
                "email", name + "@example.com",
                "username", name,
                "fullName", "Some " + name,
                "password", PASSWORD))
        .post(AUTH + "register")
        .then()
        .statusCode(201);
  }

  /** An access token of an account made here. */
  String signedIn(String name) {
    return login(server, name, PASSWORD).statusCode(200).extract().path("accessToken");
  }

  /** Has an account register an application; the answer has its id and its secret. */
  JsonPath application(String accessToken, String... scopes) {
    return bearer(accessToken)
        .body(Map.of("name", "Nightly report", "scopes", List.of(scopes)))
        .post(APPLICATIONS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  void suspend(String name) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE users.account SET status = 'suspended' WHERE username = ?", name));
  }

  ValidatableResponse me(String accessToken) {
    return bearer(accessToken).get(AUTH + "me").then();
  }

  List<String> scopes(String accessToken) {
    return me(accessToken).statusCode(200).extract().path("scopes");
  }

  ValidatableResponse refresh(String token) {
    return anonymous().body(Map.of("refreshToken", token)).post(AUTH + "refresh").then();
  }

  RequestSpecification anonymous() {
    return server.request().contentType(ContentType.JSON);
  }

  RequestSpecification bearer(String token) {
    return anonymous().header("Authorization", "Bearer " + token);
  }

  /** A request with the credentials of an application. */
  static RequestSpecification basic(TestServer server, JsonPath application) {
    return server
        .request()
        .auth()
        .preemptive()
        .basic(application.getString("id"), application.getString("clientSecret"));
  }

  /** What a server answers to whoever shows this access token. */
  static int status(TestServer server, String accessToken) {
    return server
        .request()
        .header("Authorization", "Bearer " + accessToken)
        .get(AUTH + "me")
        .statusCode();
  }

  static ValidatableResponse login(TestServer server, String name, String password) {
    return server
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("username", name, "password", password))
        .post(AUTH + "login")
        .then();
  }

  static ValidatableResponse post(
      RequestSpecification request, String path, Map<String, String> form) {
    return post(
        request,
        path,
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  static ValidatableResponse post(RequestSpecification request, String path, String form) {
    return request
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(
                            "application/x-www-form-urlencoded", ContentType.TEXT)))
        .contentType("application/x-www-form-urlencoded")
        .body(form)
        .post(path)
        .then();
  }

  /** An error as RFC 6749 section 5.2 has it. */
  static ValidatableResponse error(ValidatableResponse answer, String error, int status) {
    return answer
        .statusCode(status)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .header("Pragma", "no-cache")
        .body("error", equalTo(error))
        .body("error_description", not(emptyOrNullString()))
        .body("status", equalTo(status))
        .body("traceId", equalTo(answer.extract().header("X-Request-Id")));
  }
}
