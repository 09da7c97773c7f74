package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.testing.Chromium;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A real browser, a page of a listed origin, and one of another site that it shows beside. */
class BrowserIT {
  private static final String AUTH = "/api/v1/auth/";
  private static final String PASSWORD = "words-for-the-top-42";
  private static final long PATIENCE = 120;

  private final CompletableFuture<JsonNode> report = new CompletableFuture<>();

  @Test
  void aPageNeedsItsCookiesAloneAndNoOtherCanUseThem() throws Exception {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", this::serve);
    site.start();
    String origin = "http://localhost:" + site.getAddress().getPort();
    try (TestServer server = TestServer.start(Map.of("CORS_ORIGINS", origin))) {
      changePassword(server);
      JsonNode seen =
          seen(
              "%s/page.html?server=http://localhost:%d#%s"
                  .formatted(origin, server.port(), PASSWORD));
      assertThat(seen.path("failure").asText()).isEmpty();
      assertThat(seen.path("stranger").asInt()).isEqualTo(401);
      assertThat(seen.path("login").asInt()).isEqualTo(200);
      assertThat(seen.path("cookies").asText()).as("cookies that a script reads").isEmpty();
      assertThat(seen.path("me").asInt()).isEqualTo(200);
      assertThat(seen.path("withoutCookies").asInt()).isEqualTo(401);
      assertThat(seen.path("socket").asText()).isEqualTo("welcome");
      assertThat(seen.path("renewed").asInt()).isEqualTo(200);
      assertThat(seen.path("renewedNames").asText())
          .isEqualTo("expiresIn,mustChangePassword,refreshExpiresIn,scope,sessionId");
      assertThat(seen.path("socketRenewed").asText()).isEqualTo("welcome");
      assertThat(seen.path("foreign").path("logout").asText())
          .as("got through")
          .isEqualTo("opaque");
      assertThat(seen.path("foreign").path("me").asText()).isEqualTo("failed");
      assertThat(seen.path("foreign").path("socket").asText()).isEqualTo("closed");
      assertThat(seen.path("meAfterForeignPage").asInt()).isEqualTo(200);
      assertThat(seen.path("logout").asInt()).isEqualTo(204);
      assertThat(seen.path("socketAfterLogout").asInt()).isEqualTo(4401);
      assertThat(seen.path("meAfterLogout").asInt()).isEqualTo(401);
      assertThat(seen.path("renewedAfterLogout").asInt()).isEqualTo(401);
    } finally {
      site.stop(0);
    }
  }

  private JsonNode seen(String page) throws InterruptedException, ExecutionException {
    try (Chromium browser = Chromium.open(page)) {
      try {
        return report.get(PATIENCE, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("The page told nothing; the browser: " + browser.log(), e);
      }
    }
  }

  private static void changePassword(TestServer server) {
    String first =
        server
            .request()
            .contentType(ContentType.JSON)
            .body(Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD))
            .post(AUTH + "login")
            .path("accessToken");
    server
        .request()
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + first)
        .body(Map.of("currentPassword", TestServer.ADMIN_PASSWORD, "newPassword", PASSWORD))
        .post(AUTH + "password")
        .then()
        .statusCode(200);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] content = new byte[0];
    if (path.equals("/report")) {
      report.complete(new ObjectMapper().readTree(exchange.getRequestBody()));
    } else {
      try (InputStream page = BrowserIT.class.getResourceAsStream("/browser" + path)) {
        content = page == null ? content : page.readAllBytes();
      }
    }
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(
        content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }
}
