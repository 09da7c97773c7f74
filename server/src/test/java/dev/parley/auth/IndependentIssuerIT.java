package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.testing.TestServer;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Signing in over HTTP with what somebody else's issuer gives: discovery, keys, and the whole
 * authorization code flow of a sign-in page.
 */
class IndependentIssuerIT {
  private static final String OIDC = "/api/v1/auth/oidc";
  private static final String CLIENT = "parley-web";
  private static final String BACK = "http://127.0.0.1/signed-in";
  private static final String DEVICE = "9f86d081884c7d659a2feaa0c55ad015";

  private static MockOAuth2Server issuer;
  private static TestServer server;

  @BeforeAll
  static void start() {
    issuer = new MockOAuth2Server();
    issuer.start();
    server =
        TestServer.start(
            Map.of(
                "AUTH_REGISTRATION",
                "open",
                "OIDC_ISSUERS",
                "acme",
                "OIDC_ACME_ISSUER",
                issuer.issuerUrl("acme").toString(),
                "OIDC_ACME_CLIENT_ID",
                CLIENT));
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.shutdown();
  }

  @Test
  void aPageSignsSomebodyInWithWhatTheServerTellsIt() {
    JsonPath listed = server.request().get(OIDC).then().statusCode(200).extract().jsonPath();
    assertThat(listed.getList("items.name")).isEqualTo(List.of("acme"));
    String nonce = nonce();
    JsonPath given =
        authorized(
            listed.getString("items[0].issuer"), listed.getString("items[0].clientId"), nonce);
    JsonPath tokens = signIn(given.getString("id_token")).statusCode(200).extract().jsonPath();
    server
        .request()
        .header("Authorization", "Bearer " + tokens.getString("accessToken"))
        .get("/api/v1/auth/me")
        .then()
        .statusCode(200)
        .body("email", equalTo("ada@example.com"))
        .body("fullName", equalTo("Ada Lovelace"))
        .body("picture", equalTo("https://example.com/ada.png"))
        .body("role", equalTo("user"));
    signIn(given.getString("id_token"))
        .statusCode(401)
        .body("code", equalTo("AUTH_FAILED"))
        .body("errors.code", contains("nonce"));
  }

  private static String nonce() {
    return json()
        .post(OIDC + "/acme/nonces")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .extract()
        .path("nonce");
  }

  /** What the issuer answers at the end of its authorization code flow. */
  private static JsonPath authorized(String issuerUrl, String clientId, String nonce) {
    issuer.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "acme",
            "248289761001",
            "JWT",
            List.of(clientId),
            Map.of(
                "email", "ada@example.com",
                "email_verified", true,
                "name", "Ada Lovelace",
                "picture", "https://example.com/ada.png"),
            300));
    String location =
        RestAssured.given()
            .redirects()
            .follow(false)
            .queryParam("client_id", clientId)
            .queryParam("response_type", "code")
            .queryParam("response_mode", "query")
            .queryParam("scope", "openid email profile")
            .queryParam("state", "x")
            .queryParam("redirect_uri", BACK)
            .queryParam("nonce", nonce)
            .get(issuerUrl + "/authorize")
            .then()
            .statusCode(302)
            .extract()
            .header("Location");
    return RestAssured.given()
        .formParam("grant_type", "authorization_code")
        .formParam("client_id", clientId)
        .formParam("client_secret", "not checked")
        .formParam("redirect_uri", BACK)
        .formParam("code", location.replaceAll(".*code=([^&]*).*", "$1"))
        .post(issuerUrl + "/token")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static ValidatableResponse signIn(String idToken) {
    return json().body(Map.of("idToken", idToken)).post(OIDC + "/acme").then();
  }

  private static RequestSpecification json() {
    return server.request().contentType(ContentType.JSON).header("X-Device-Id", DEVICE);
  }
}
