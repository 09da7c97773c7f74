package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose budget a request counts on: a user's, a key's, an address's; and whose address it is. */
class BudgetOwnersIT {
  private static final String LIMIT = "RATE_LIMIT_LOGIN_ADDRESS";

  @Test
  void countsBehindATrustedProxyForTheAddressThatTheProxyTells() {
    try (TestServer server =
        TestServer.start(Map.of("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8", LIMIT, "2"))) {
      assertThat(login(server, "192.0.2.1")).isEqualTo(401);
      assertThat(login(server, "6.6.6.6, 192.0.2.1")).isEqualTo(401);
      assertThat(login(server, "6.6.6.7, 192.0.2.1, 10.0.0.9")).isEqualTo(429);
      assertThat(login(server, "192.0.2.2")).isEqualTo(401);

      // A site of IPv6 has one budget, however many addresses it uses.
      assertThat(login(server, "2001:db8:0:1::1")).isEqualTo(401);
      assertThat(login(server, "[2001:db8:0:1:ffff::2]:443")).isEqualTo(401);
      assertThat(login(server, "2001:db8:0:1::3")).isEqualTo(429);
      assertThat(login(server, "2001:db8:0:2::1")).isEqualTo(401);

      // What is no address is the proxy's own doing.
      assertThat(login(server, "6.6.6.6, unknown")).isEqualTo(401);
      assertThat(login(server, "' OR 1=1")).isEqualTo(401);
      assertThat(login(server, ",".repeat(9000))).isEqualTo(429);
    }
  }

  @Test
  void aNetworkOfIpv6HasNoBudgetForEachOfItsPlaces() {
    try (TestServer server = TestServer.start(Map.of("TRUSTED_PROXIES", "127.0.0.1", LIMIT, "1"))) {
      for (int place = 1; place <= 16; place++) {
        assertThat(login(server, "2001:db8:1:%x::1".formatted(place))).isEqualTo(401);
      }
      assertThat(login(server, "2001:db8:1:ffff::1")).isEqualTo(429);
      assertThat(login(server, "2001:db8:2:1::1")).isEqualTo(401);
    }
  }

  @Test
  void keepsTheClientsAddressNotTheProxys() {
    try (TestServer server = TestServer.start(Map.of("TRUSTED_PROXIES", "127.0.0.1"))) {
      String token = signedIn(server, "6.6.6.6, 2001:DB8:0::7");
      for (String list : List.of("sessions", "security-events")) {
        from(server, "192.0.2.1")
            .header("Authorization", "Bearer " + token)
            .get("/api/v1/auth/" + list)
            .then()
            .statusCode(200)
            .body("items.address", everyItem(equalTo("2001:db8::7")));
      }
    }
  }

  @Test
  void believesNobodyElse() {
    try (TestServer server =
        TestServer.start(Map.of("TRUSTED_PROXIES", "10.0.0.0/8", LIMIT, "2"))) {
      assertThat(login(server, "192.0.2.1")).isEqualTo(401);
      assertThat(login(server, "192.0.2.2")).isEqualTo(401);
      assertThat(login(server, "192.0.2.3")).isEqualTo(429);
    }
  }

  @Test
  void givesEachApiKeyABudgetOfItsOwn() {
    try (TestServer server = TestServer.start(Map.of("RATE_LIMIT_QUERY", "20"))) {
      String token = signedIn(server, "");
      List<String> keys = List.of(key(server, token), key(server, token));
      exhaust(server, "Authorization", "Bearer " + token);
      for (String key : keys) {
        ask(server, "X-Api-Key", key)
            .then()
            .statusCode(200)
            .header("RateLimit", startsWith("\"query\";r=19"));
        exhaust(server, "X-Api-Key", key);
      }
    }
  }

  private static String key(TestServer server, String token) {
    return from(server, "")
        .header("Authorization", "Bearer " + token)
        .body("{\"name\": \"a program\", \"scopes\": [\"market:read\"]}")
        .post("/api/v1/auth/api-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  private static Response ask(TestServer server, String header, String credential) {
    return from(server, "").header(header, credential).get("/api/v1/datafeed/symbols");
  }

  private static void exhaust(TestServer server, String header, String credential) {
    for (int i = 0; i < 200; i++) {
      if (ask(server, header, credential).statusCode() == 429) {
        return;
      }
    }
    throw new AssertionError("no end after 200 requests");
  }

  /** The token of the first admin, who has changed his password. */
  private static String signedIn(TestServer server, String forwardedFor) {
    String password = TestServer.ADMIN_PASSWORD;
    String first =
        from(server, forwardedFor)
            .body("{\"username\": \"admin\", \"password\": \"%s\"}".formatted(password))
            .post("/api/v1/auth/login")
            .path("accessToken");
    return from(server, forwardedFor)
        .header("Authorization", "Bearer " + first)
        .body(
            "{\"currentPassword\": \"%s\", \"newPassword\": \"a third horse of another colour\"}"
                .formatted(password))
        .post("/api/v1/auth/password")
        .path("accessToken");
  }

  private static int login(TestServer server, String forwardedFor) {
    return from(server, forwardedFor)
        .body("{\"username\": \"nobody\", \"password\": \"wrong wrong wrong\"}")
        .post("/api/v1/auth/login")
        .statusCode();
  }

  private static RequestSpecification from(TestServer server, String forwardedFor) {
    return server.request().contentType("application/json").header("X-Forwarded-For", forwardedFor);
  }
}
