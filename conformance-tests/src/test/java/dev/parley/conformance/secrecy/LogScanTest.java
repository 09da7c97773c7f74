package dev.parley.conformance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogScanTest {
  private static final String PASSWORD = "analytical \"engine\" no 1";
  private static final String KEY = "pk_7Qm2vX0aLr9sTzYw8EbNcKdJfHgU";
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0MiJ9.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGh";

  private final LogScan scan = new LogScan(List.of(PASSWORD, KEY, JWT));

  private boolean found(String line) {
    return !scan.scan(line).isEmpty();
  }

  @Test
  void aLineWithoutSecretsIsClean() {
    assertThat(found("{\"level\":\"INFO\",\"message\":\"Worker paper-matcher runs here\"}"))
        .isFalse();
    assertThat(found("")).isFalse();
    assertThat(found("sub eyJzdWIiOiI0MiJ9 in eyJhbGciOiJSUzI1NiJ9")).isFalse();
  }

  @Test
  void aSecretIsFoundWhole() {
    for (String secret : List.of(PASSWORD, KEY, JWT)) {
      assertThat(found(secret)).isTrue();
      assertThat(found("before " + secret + " after")).isTrue();
    }
  }

  @Test
  void aPartIsFound() {
    assertThat(found("…" + KEY.substring(KEY.length() - 12))).isTrue();
    assertThat(found(KEY.substring(0, 12) + "…")).isTrue();
    assertThat(found("signature " + JWT.split("\\.")[2])).isTrue();
    assertThat(found(KEY.substring(0, 8))).isFalse();
  }

  @Test
  void anEncodingIsFound() {
    String encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    assertThat(found("/token?password=" + encoded)).isTrue();
    assertThat(found("/token?password=" + encoded.replace("+", "%20"))).isTrue();
    assertThat(found("{\"password\":\"analytical \\\"engine\\\" no 1\"}")).isTrue();
  }

  @Test
  void base64IsFoundWhereverItBegins() {
    assertThat(IntStream.range(0, 9).mapToObj("u"::repeat))
        .allSatisfy(
            user -> {
              byte[] pair = (user + ":" + KEY).getBytes(StandardCharsets.UTF_8);
              assertThat(found("Basic " + Base64.getEncoder().encodeToString(pair))).isTrue();
            });
  }

  @Test
  void aTokenThatNobodyNamedIsFound() {
    assertThat(new LogScan(List.of()).scan("Bearer " + JWT)).isPresent();
    String like = "pk_" + "Zz9".repeat(12);
    assertThat(new LogScan(List.of()).scan(like)).isEmpty();
    assertThat(new LogScan(List.of(KEY + KEY)).scan(like)).isPresent();
  }

  @Test
  void aFindingDoesNotTellTheSecret() {
    assertThat(scan.scan("key " + KEY).orElseThrow()).doesNotContain(KEY.substring(0, 8));
  }
}
