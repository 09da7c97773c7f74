package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cookies as a browser, and as somebody who is none, sends and gets them. */
class BrowserCookiesIT {
  private static final String AUTH = "/api/v1/auth/";
  private static final String ACCESS = "__Host-parley-access";
  private static final String REFRESH = "__Secure-parley-refresh";
  private static final String DEVICE = "__Host-parley-device";
  private static final String LISTED = "https://app.example.com";
  private static final String PASSWORD = "words for the top 42";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("CORS_ORIGINS", LISTED));
    String first =
        json()
            .body(Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD))
            .post(AUTH + "login")
            .path("accessToken");
    json()
        .header("Authorization", "Bearer " + first)
        .body(Map.of("currentPassword", TestServer.ADMIN_PASSWORD, "newPassword", PASSWORD))
        .post(AUTH + "password")
        .then()
        .statusCode(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aPageGetsCookiesThatNoScriptAndNoOtherSiteCanUse() {
    Response signedIn = signIn(page());
    String end = "; HttpOnly; Secure; SameSite=Strict";
    List<String> lines = signedIn.headers().getValues("Set-Cookie");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches(DEVICE + "=[0-9a-f]{32}; Path=/; Max-Age=34560000" + end);
    assertThat(lines.get(1))
        .isEqualTo(ACCESS + "=" + signedIn.path("accessToken") + "; Path=/; Max-Age=300" + end);
    assertThat(lines.get(2))
        .startsWith(
            REFRESH + "=" + signedIn.path("refreshToken") + "; Path=/api/v1/auth; Max-Age=86")
        .endsWith(end);
  }

  @Test
  void aBrowserNeedsNothingMore() {
    Browser browser = new Browser(signIn(page()));
    browser.request().get(AUTH + "me").then().statusCode(200);
    Response renewed = browser.request().header("Origin", server.url()).post(AUTH + "cookies");
    renewed
        .then()
        .statusCode(200)
        .body("expiresIn", equalTo(300))
        .body("", not(hasKey("accessToken")))
        .body("", not(hasKey("refreshToken")));
    Browser next = browser.after(renewed);
    assertThat(next.cookies.get(ACCESS)).isNotEqualTo(browser.cookies.get(ACCESS));
    assertThat(next.cookies.get(REFRESH)).isNotEqualTo(browser.cookies.get(REFRESH));
    assertThat(next.cookies.get(DEVICE)).isEqualTo(browser.cookies.get(DEVICE));
    next.request().get(AUTH + "me").then().statusCode(200);
    Response out = next.request().header("Origin", server.url()).post(AUTH + "logout");
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().getValues("Set-Cookie"))
        .allMatch(line -> line.contains("=; Path=/") && line.contains("; Max-Age=0; "))
        .hasSize(2);
    next.request().get(AUTH + "me").then().statusCode(401);
  }

  @Test
  void aProgramAndAForeignPageGetNone() {
    for (RequestSpecification request :
        List.of(
            json(),
            from("https://evil.example"),
            from("null"),
            from(LISTED + ".evil.example"),
            // Over an open line, to another machine.
            from("http://parley.example").header("Host", "parley.example"))) {
      assertThat(signIn(request).headers().getValues("Set-Cookie")).isEmpty();
    }
    // A proxy has ended the https before the server.
    assertThat(
            signIn(from("https://parley.example").header("Host", "parley.example"))
                .headers()
                .getValues("Set-Cookie"))
        .hasSize(3);
    assertThat(signIn(from(LISTED)).headers().getValues("Set-Cookie")).hasSize(3);
    Response failed =
        page().body(Map.of("username", "admin", "password", "no idea of it")).post(AUTH + "login");
    assertThat(failed.statusCode()).isEqualTo(401);
    assertThat(failed.headers().getValues("Set-Cookie")).isEmpty();
  }

  @Test
  void whatChangesSomethingIsTakenFromAPageThatIsServed() {
    Browser browser = new Browser(signIn(page()));
    for (String path : List.of("ws-tickets", "cookies", "logout")) {
      browser
          .request()
          .post(AUTH + path)
          .then()
          .statusCode(403)
          .body("code", equalTo("PERMISSION_DENIED"));
      for (String origin : List.of("https://evil.example", "null", server.url() + "0")) {
        browser.request().header("Origin", origin).post(AUTH + path).then().statusCode(403);
      }
    }
    browser
        .request()
        .header("Origin", server.url())
        .post(AUTH + "ws-tickets")
        .then()
        .statusCode(200);
    browser.request().header("Origin", LISTED).post(AUTH + "ws-tickets").then().statusCode(200);
    // No other page can set this header, so the cookie beside it is no danger.
    browser
        .request()
        .header("Authorization", "Bearer " + browser.cookies.get(ACCESS))
        .post(AUTH + "ws-tickets")
        .then()
        .statusCode(200);
  }

  @Test
  void cookiesThatDisagreeAreRefused() {
    Browser one = new Browser(signIn(page()));
    Browser two = new Browser(signIn(page()));
    conflict(one.request().header("Authorization", "Bearer " + two.cookies.get(ACCESS)));
    conflict(one.request().header("X-Api-Key", "ak_1"));
    conflict(one.request().header("X-Device-Id", two.cookies.get(DEVICE)));
    conflict(json().header("Cookie", one.header() + "; " + two.header()));
    json()
        .header("Cookie", ACCESS + "=" + one.cookies.get(ACCESS))
        .header("X-Device-Id", two.cookies.get(DEVICE))
        .get(AUTH + "me")
        .then()
        .statusCode(401);
  }

  @Test
  void aRefreshCookieIsGoodForOneDeviceOnceAndForNothingElse() {
    Browser browser = new Browser(signIn(page()));
    page()
        .header("Cookie", ACCESS + "=" + browser.cookies.get(REFRESH))
        .get(AUTH + "me")
        .then()
        .statusCode(401);
    renew(REFRESH + "=" + browser.cookies.get(REFRESH) + "; " + DEVICE + "=" + "0".repeat(32), 401);
    page()
        .post(AUTH + "cookies")
        .then()
        .statusCode(401)
        .body("code", equalTo("INVALID_REFRESH_TOKEN"));
    renew(REFRESH + "=x, " + browser.header(), 422);
    renew(browser.header() + "; " + REFRESH + "=rt_other", 422);
    Browser next = browser.after(renew(browser.header(), 200));
    Browser last = next.after(renew(next.header(), 200));
    renew(browser.header(), 401);
    last.request().get(AUTH + "me").then().statusCode(401);
    renew(last.header(), 401);
  }

  @Test
  void aPageMayRenewByTheBodyToo() {
    Response signedIn = signIn(page());
    Browser browser = new Browser(signedIn);
    Response refreshed =
        browser
            .request()
            .header("Origin", server.url())
            .body(Map.of("refreshToken", signedIn.path("refreshToken")))
            .post(AUTH + "refresh");
    assertThat(refreshed.statusCode()).isEqualTo(200);
    renew(browser.after(refreshed).header(), 200);
  }

  private static Response renew(String cookies, int expected) {
    Response answer = page().header("Cookie", cookies).post(AUTH + "cookies");
    assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(expected);
    return answer;
  }

  private static void conflict(RequestSpecification request) {
    request.get(AUTH + "me").then().statusCode(400).body("code", equalTo("CREDENTIALS_CONFLICT"));
  }

  private static Response signIn(RequestSpecification request) {
    Response answer =
        request.body(Map.of("username", "admin", "password", PASSWORD)).post(AUTH + "login");
    assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(200);
    return answer;
  }

  private static RequestSpecification json() {
    return server.request().contentType(ContentType.JSON);
  }

  private static RequestSpecification page() {
    return from(server.url());
  }

  private static RequestSpecification from(String origin) {
    return json().header("Origin", origin);
  }

  /** What a browser holds of the cookies. */
  private record Browser(Map<String, String> cookies) {
    Browser(Response answer) {
      this(cookies(Map.of(), answer));
    }

    Browser after(Response answer) {
      return new Browser(cookies(cookies, answer));
    }

    private static Map<String, String> cookies(Map<String, String> before, Response answer) {
      Map<String, String> all = new HashMap<>(before);
      for (String line : answer.headers().getValues("Set-Cookie")) {
        String[] pair = line.substring(0, line.indexOf(';')).split("=", 2);
        all.put(pair[0], pair[1]);
      }
      return all;
    }

    String header() {
      List<String> pairs = new ArrayList<>();
      cookies.forEach((name, value) -> pairs.add(name + "=" + value));
      return String.join("; ", pairs);
    }

    RequestSpecification request() {
      return json().header("Cookie", header());
    }
  }
}
