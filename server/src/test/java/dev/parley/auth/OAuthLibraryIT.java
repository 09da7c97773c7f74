package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A library that knows OAuth 2.0 and nothing of Parley (Nimbus) finds its way by itself. */
class OAuthLibraryIT {
  private static final ClientID PUBLIC = new ClientID("some-tool");

  private static TestServer server;
  private static OAuthPeople people;
  private static JsonPath application;
  private static AuthorizationServerMetadata metadata;

  @BeforeAll
  static void start() throws GeneralException, IOException {
    TestDatabase database = TestDatabase.fresh();
    server = TestServer.start(database, Map.of(), Clock.systemUTC());
    people = new OAuthPeople(server, database);
    people.user("ada");
    application = people.application(people.signedIn("ada"), "profile:read", "orders:read");
    metadata = AuthorizationServerMetadata.resolve(new Issuer(server.url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void findsWhatThereIs() {
    assertThat(metadata.getIssuer().getValue()).isEqualTo(server.url());
    assertThat(metadata.getGrantTypes())
        .containsExactly(GrantType.PASSWORD, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
    assertThat(metadata.getTokenEndpointAuthMethods())
        .isEqualTo(metadata.getRevocationEndpointAuthMethods())
        .contains(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.NONE);
    assertThat(metadata.getScopes().toStringList())
        .contains("orders:read", "password:change", "ops:read");
    server.request().get(metadata.getJWKSetURI()).then().statusCode(200);
    server.request().get(metadata.getServiceDocsURI()).then().statusCode(200);
  }

  @Test
  void isToldWhereTheServerIsByTheOperator() throws Exception {
    try (TestServer behind = TestServer.start(Map.of("PUBLIC_URL", "https://api.example.com/"))) {
      String document =
          behind.request().get("/.well-known/oauth-authorization-server").body().asString();
      AuthorizationServerMetadata told = AuthorizationServerMetadata.parse(document);
      assertThat(told.getIssuer().getValue()).isEqualTo("https://api.example.com");
      assertThat(told.getTokenEndpointURI())
          .hasToString("https://api.example.com/api/v1/auth/token");
      String token =
          OAuthPeople.login(behind, "admin", TestServer.ADMIN_PASSWORD)
              .statusCode(200)
              .extract()
              .path("accessToken");
      assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIssuer())
          .isEqualTo("https://api.example.com");
    }
  }

  @Test
  void signsInAndStaysSignedIn() throws Exception {
    Tokens first = tokens(new TokenRequest.Builder(tokenEndpoint(), password()).build());
    assertThat(first.getAccessToken().getLifetime()).isEqualTo(300);
    assertThat(first.getAccessToken().getScope().toStringList()).contains("orders:write");
    people.me(first.getAccessToken().getValue()).statusCode(200);
    RefreshToken refresh = first.getRefreshToken();
    Tokens next =
        tokens(
            new TokenRequest.Builder(tokenEndpoint(), PUBLIC, new RefreshTokenGrant(refresh))
                .scope(new Scope("profile:read"))
                .build());
    assertThat(next.getAccessToken().getScope()).isEqualTo(new Scope("profile:read"));
    people.me(next.getAccessToken().getValue()).statusCode(200);
    assertThat(
            revoke(
                new TokenRevocationRequest(revocationEndpoint(), PUBLIC, next.getRefreshToken())))
        .isEqualTo(200);
    people.me(next.getAccessToken().getValue()).statusCode(401);
    assertThat(
            error(
                new TokenRequest.Builder(
                        tokenEndpoint(), PUBLIC, new RefreshTokenGrant(next.getRefreshToken()))
                    .build()))
        .isEqualTo(OAuth2Error.INVALID_GRANT);
  }

  @Test
  void actsForAnApplicationEitherWay() throws Exception {
    for (ClientAuthentication client : List.of(basic(secret()), post(secret()))) {
      Tokens tokens = tokens(new TokenRequest.Builder(tokenEndpoint(), client, program()).build());
      Token access = tokens.getAccessToken();
      assertThat(tokens.getRefreshToken()).isNull();
      assertThat(tokens.getAccessToken().getScope())
          .isEqualTo(new Scope("orders:read", "profile:read"));
      people.me(access.getValue()).statusCode(200);
      assertThat(revoke(new TokenRevocationRequest(revocationEndpoint(), client, access)))
          .isEqualTo(200);
      people.me(access.getValue()).statusCode(401);
    }
  }

  @Test
  void understandsEveryRefusal() throws Exception {
    Secret wrong = new Secret("app_wrong");
    for (ClientAuthentication client : List.of(basic(wrong), post(wrong))) {
      assertThat(error(new TokenRequest.Builder(tokenEndpoint(), client, program()).build()))
          .isEqualTo(OAuth2Error.INVALID_CLIENT);
    }
    assertThat(
            error(
                new TokenRequest.Builder(tokenEndpoint(), basic(secret()), program())
                    .scope(new Scope("orders:write"))
                    .build()))
        .isEqualTo(OAuth2Error.INVALID_SCOPE);
    assertThat(
            error(new TokenRequest.Builder(tokenEndpoint(), basic(secret()), password()).build()))
        .isEqualTo(OAuth2Error.UNAUTHORIZED_CLIENT);
    assertThat(
            error(
                new TokenRequest.Builder(
                        tokenEndpoint(),
                        new ResourceOwnerPasswordCredentialsGrant("ada", new Secret("not it")))
                    .build()))
        .isEqualTo(OAuth2Error.INVALID_GRANT);
  }

  private static URI tokenEndpoint() {
    return metadata.getTokenEndpointURI();
  }

  private static URI revocationEndpoint() {
    return metadata.getRevocationEndpointURI();
  }

  private static AuthorizationGrant password() {
    return new ResourceOwnerPasswordCredentialsGrant("ada", new Secret(OAuthPeople.PASSWORD));
  }

  private static AuthorizationGrant program() {
    return new ClientCredentialsGrant();
  }

  private static Secret secret() {
    return new Secret(application.getString("clientSecret"));
  }

  private static ClientAuthentication basic(Secret secret) {
    return new ClientSecretBasic(new ClientID(application.getString("id")), secret);
  }

  private static ClientAuthentication post(Secret secret) {
    return new ClientSecretPost(new ClientID(application.getString("id")), secret);
  }

  private static Tokens tokens(TokenRequest request) throws IOException, ParseException {
    return AccessTokenResponse.parse(request.toHTTPRequest().send()).getTokens();
  }

  private static ErrorObject error(TokenRequest request) throws IOException, ParseException {
    HTTPResponse answer = request.toHTTPRequest().send();
    TokenResponse response = TokenResponse.parse(answer);
    assertThat(response.indicatesSuccess()).isFalse();
    ErrorObject error = response.toErrorResponse().getErrorObject();
    assertThat(error.getDescription()).isNotBlank();
    return error;
  }

  private static int revoke(TokenRevocationRequest request) throws IOException {
    return request.toHTTPRequest().send().getStatusCode();
  }
}
