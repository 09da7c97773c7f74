package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.testing.TestServer;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIT {
  private static final String LOGIN = "/api/v1/auth/login";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("CORS_ORIGINS", "https://app.example.org"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersHealthWithTheCommonHeaders() {
    server
        .request()
        .get("/health")
        .then()
        .statusCode(200)
        .body("status", equalTo("healthy"))
        .body("db", equalTo("connected"))
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store");
  }

  @Test
  void takesTheTraceOfTheCaller() {
    server
        .request()
        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .get("/health")
        .then()
        .header("X-Request-Id", "4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void answersAnUnknownPathWithAProblem() {
    problem(server.request().get("/api/v1/nothing/here").then(), 404, "NOT_FOUND")
        .body("instance", equalTo("/api/v1/nothing/here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/../..",
        "/docs/..",
        "/./health",
        "/docs/%2e%2e/x",
        "/a//b",
        "/health;x=1",
        "/x%00y",
        "/docs/%5c.."
      })
  void answersASlyPathWithAProblem(String path) throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("\"code\":\"").doesNotContain("Exception");
  }

  @Test
  void answersAWrongMethodWithTheRightOnes() {
    problem(server.request().delete("/health").then(), 405, "METHOD_NOT_ALLOWED")
        .header("Allow", "GET, HEAD, OPTIONS");
  }

  @Test
  void answersHeadWithoutABody() {
    assertThat(server.request().head("/health").then().statusCode(200).extract().asByteArray())
        .isEmpty();
  }

  @Test
  void asksForCredentials() {
    problem(server.request().get("/api/v1/auth/me").then(), 401, "UNAUTHENTICATED")
        .header("WWW-Authenticate", startsWith("Bearer"));
  }

  @Test
  void saysWhereBrokenJsonBreaks() {
    problem(
            server
                .request()
                .contentType("application/json")
                .body("{\"username\": oops}")
                .post(LOGIN)
                .then(),
            400,
            "MALFORMED_REQUEST")
        .body(
            "detail", startsWith("The body must be well-formed JSON; it stops being so at line 1"));
  }

  @Test
  void reportsAllViolationsAtOnce() {
    problem(
            server
                .request()
                .contentType("application/json")
                .body("{\"username\": 7, \"extra\": true}")
                .post(LOGIN)
                .then(),
            422,
            "VALIDATION_ERROR")
        .body("errors.pointer", hasItems("/username", "/password", "/extra"))
        .body("errors.code", hasItems("type", "required", "unknown"));
  }

  @Test
  void refusesOtherMediaTypes() {
    problem(
        server.request().contentType("text/plain").body("{}").post(LOGIN).then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(server.request().accept("text/html").get("/health").then(), 406, "NOT_ACCEPTABLE");
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] body = "{\"username\":\"x\"}".getBytes(StandardCharsets.ISO_8859_1);
    body[13] = (byte) 0xC3;
    problem(
        server.request().contentType("application/json").body(body).post(LOGIN).then(),
        400,
        "MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE", "X-UTF-32BE-BOM"})
  void refusesOtherUnicodeEncodings(String charset) throws Exception {
    byte[] body = "{\"username\":\"ada\",\"password\":\"x\"}".getBytes(charset);
    problem(
        server.request().contentType("application/json").body(body).post(LOGIN).then(),
        400,
        "MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip", "aes128gcm"})
  void refusesPackedBodies(String coding) throws IOException {
    String answer =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Encoding: "
                + coding
                + "\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 415").contains("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    problem(
        server.request().contentType("application/json").body(deep).post(LOGIN).then(),
        400,
        "MALFORMED_REQUEST");
  }

  @Test
  void answersATenMegabyteBody() throws Exception {
    HttpResponse<String> response =
        post(HttpClient.Version.HTTP_1_1, "{\"username\":\"" + "x".repeat(10 << 20) + "\"}");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("CONTENT_TOO_LARGE");
  }

  @Test
  void answersACleartextUpgradeToHttp2AtOnce() throws Exception {
    // The JDK's client asks for h2c on every cleartext request unless told otherwise.
    HttpResponse<String> response = post(HttpClient.Version.HTTP_2, "{}");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void closesAConnectionWhoseHeadDoesNotEnd() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write("GET /health HTTP/1.1\r\nHost: x\r\nX-Slow:".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void leavesConnectionsTheirTimeOnceTheHeadIsThere() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      byte[] head =
          ("POST "
                  + LOGIN
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 2\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      byte[] answer = new byte[64 * 1024];
      for (int pause : new int[] {0, 12_000}) {
        TimeUnit.MILLISECONDS.sleep(pause);
        out.write(head);
        out.flush();
        TimeUnit.MILLISECONDS.sleep(100);
        out.write("{}".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        int n = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, n, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 422");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept: text/", "Accept: */*;q=seven", "Accept: ;"})
  void refusesHeadersThatDoNotParse(String header) throws IOException {
    String answer =
        raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 40").contains("\"code\":\"");
  }

  @Test
  void refusesAContentTypeThatDoesNotParse() throws IOException {
    String answer =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("\"code\":\"");
  }

  @Test
  void answersABodyThatNeverComes() throws IOException {
    String answer =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 3000000000\r\n\r\n{");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("The body did not arrive");
  }

  @Test
  void refusesAnUnknownTransferEncoding() throws Exception {
    String answer =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: gnip\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health?x=%zz", "/health?limit=%", "/h%zz"})
  void refusesBrokenPercentEscapes(String path) throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("MALFORMED_REQUEST");
  }

  @Test
  void letsKnownOriginsCallAndNoOthers() {
    server
        .request()
        .header("Origin", "https://app.example.org")
        .get("/health")
        .then()
        .header("Access-Control-Allow-Origin", "https://app.example.org")
        .header("Access-Control-Allow-Credentials", "true");
    assertThat(
            server
                .request()
                .header("Origin", "https://evil.example.org")
                .get("/health")
                .header("Access-Control-Allow-Origin"))
        .isNull();
    server
        .request()
        .header("Origin", "https://app.example.org")
        .header("Access-Control-Request-Method", "POST")
        .options(LOGIN)
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  }

  @Test
  void servesTheDocsFromItsOwnSpecsAlone() {
    String page =
        server
            .request()
            .get("/docs")
            .then()
            .statusCode(200)
            .contentType("text/html")
            .extract()
            .asString();
    assertThat(page).contains("/docs/docs.js").doesNotContain("http://").doesNotContain("https://");
    server.request().get("/docs/docs.js").then().statusCode(200).contentType("text/javascript");
    server
        .request()
        .get("/docs/specs/auth/openapi.json")
        .then()
        .statusCode(200)
        .body("info.title", matchesPattern(".+"));
    problem(server.request().get("/docs/nothing").then(), 404, "NOT_FOUND");
    problem(server.request().post("/docs").then(), 405, "METHOD_NOT_ALLOWED");
  }

  @Test
  void limitsSignInsPerAccountAndSaysWhenToComeBack() {
    try (TestServer strict = TestServer.start(Map.of("RATE_LIMIT_LOGIN", "2"))) {
      String body = "{\"username\": \"nobody\", \"password\": \"wrong wrong wrong\"}";
      for (int i = 0; i < 2; i++) {
        strict
            .request()
            .contentType("application/json")
            .body(body)
            .post(LOGIN)
            .then()
            .statusCode(401);
      }
      problem(
              strict.request().contentType("application/json").body(body).post(LOGIN).then(),
              429,
              "RATE_LIMIT_EXCEEDED")
          .header("Retry-After", matchesPattern("[0-9]+"))
          .header("RateLimit", startsWith("\"login\";r=0;t="))
          .header("RateLimit-Policy", "\"login\";q=2;w=60");
    }
  }

  private static ValidatableResponse problem(
      ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("code", equalTo(code))
        .body("traceId", matchesPattern("[0-9a-f]{32}"));
  }

  private static HttpResponse<String> post(HttpClient.Version version, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + LOGIN))
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Sends bytes that no client library would send. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
