package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.parley.testing.TestServer;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose budget a request counts on when it comes through proxies, or says that it does. */
class ProxiesIT {
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
  void keepsTheClientsAddressNotTheProxys() {
    try (TestServer server = TestServer.start(Map.of("TRUSTED_PROXIES", "127.0.0.1"))) {
      String first =
          from(server, "6.6.6.6, 2001:DB8:0::7")
              .body(
                  "{\"username\": \"admin\", \"password\": \"%s\"}"
                      .formatted(TestServer.ADMIN_PASSWORD))
              .post("/api/v1/auth/login")
              .path("accessToken");
      String token =
          from(server, "6.6.6.6, 2001:DB8:0::7")
              .header("Authorization", "Bearer " + first)
              .body(
                  "{\"currentPassword\": \"%s\", \"newPassword\": \"a third horse of another colour\"}"
                      .formatted(TestServer.ADMIN_PASSWORD))
              .post("/api/v1/auth/password")
              .path("accessToken");
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
