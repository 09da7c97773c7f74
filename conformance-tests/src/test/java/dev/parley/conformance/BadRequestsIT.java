package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.AnswerCheck;
import dev.parley.conformance.http.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests outside every contract get their problem document too. */
@Order(1)
@ExtendWith(SuiteExtension.class)
final class BadRequestsIT {
  private static final String LOGIN = "/api/v1/auth/login";
  private static final String CREDENTIALS = "{\"username\":\"nobody\",\"password\":\"nothing\"}";
  private static final String JSON = "Content-Type: application/json";
  private static final byte[] NOTHING = {};

  private final URI base;

  BadRequestsIT(Suite suite) {
    this.base = suite.api().base();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As any operation that declares this status would answer it. */
  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    Operation declares =
        Contract.all().operations().stream()
            .filter(operation -> operation.response(status).has("content"))
            .findFirst()
            .orElseThrow();
    assertThat(AnswerCheck.breaches(declares, Map.of(), answer)).isEmpty();
    assertThat(answer.json().path("code").asText()).isEqualTo(code);
  }

  @Test
  void anUpgradeToHttp2IsPassedOverAtOnce() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(base + LOGIN))
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofSeconds(20))
                  .POST(HttpRequest.BodyPublishers.ofString(CREDENTIALS))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"username\":", "", "[1", "{'a':1}", "{\"username\":\"\u0001\"}"})
  void aBodyThatIsNoJson(String body) {
    Answer answer = RawHttp.send(base, List.of("POST " + LOGIN + " HTTP/1.1", JSON), bytes(body));
    assertProblem(answer, 400, "MALFORMED_REQUEST");
  }

  @Test
  void anUnknownPath() {
    Answer answer = RawHttp.send(base, List.of("GET /api/v1/nothing/here HTTP/1.1"), NOTHING);
    assertProblem(answer, 404, "NOT_FOUND");
  }

  @Test
  void aWrongMethod() {
    Answer answer = RawHttp.send(base, List.of("DELETE " + LOGIN + " HTTP/1.1"), NOTHING);
    assertProblem(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void aWrongMediaType() {
    Answer answer =
        RawHttp.send(
            base,
            List.of("POST " + LOGIN + " HTTP/1.1", "Content-Type: text/plain"),
            bytes(CREDENTIALS));
    assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void anUnacceptableAnswer() {
    Answer answer =
        RawHttp.send(base, List.of("GET /health HTTP/1.1", "Accept: image/png"), NOTHING);
    assertProblem(answer, 406, "NOT_ACCEPTABLE");
  }

  @Test
  void aBodyOfTenMegabytes() {
    byte[] large = new byte[10 << 20];
    Arrays.fill(large, (byte) ' ');
    Answer answer = RawHttp.send(base, List.of("POST " + LOGIN + " HTTP/1.1", JSON), large);
    assertProblem(answer, 413, "CONTENT_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/../../etc/passwd",
        "/docs/../..",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "/docs/..%2f..%2fetc/passwd",
        "/docs/..;/..;/etc/passwd"
      })
  void aPathThatClimbs(String path) {
    Answer answer = RawHttp.send(base, List.of("GET " + path + " HTTP/1.1"), NOTHING);
    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
    assertProblem(answer, answer.status(), answer.json().path("code").asText());
  }
}
