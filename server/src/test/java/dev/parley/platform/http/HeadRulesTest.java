package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadRulesTest {
  private static final String LINE = "GET /a?b=c HTTP/1.1\r\n";
  private static final String HOST = "Host: example.org\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE + HOST + "\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "M-SEARCH * HTTP/1.1\r\n" + HOST + "\r\n",
        "get HTTP://example.org/x HTTP/1.1\r\n" + HOST + "\r\n",
        "GET /~a/%20!$&'()*+,;=:@[]{}|^\" HTTP/1.1\r\n" + HOST + "\r\n",
        LINE + HOST + "X:\r\nY: \r\nZ:\ta b\tc \r\n\r\n",
        LINE + HOST + "X: caf\u00e9 \"quoted\"\r\n\r\n",
        LINE + HOST + "content-length: 0\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: Chunked\r\n\r\n"
      })
  void takesWhatIsSpeltRight(String head) {
    assertThatCode(() -> HeadRules.check(head)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET\t/ HTTP/1.1\r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET / HTTP/11\r\n\r\n",
        "GET / JTTP/1.1\r\n\r\n",
        "G[T / HTTP/1.1\r\n\r\n",
        "GET example.org:80 HTTP/1.1\r\n\r\n",
        "GET httpx HTTP/1.1\r\n\r\n",
        "GET /a b HTTP/1.1\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        LINE + "Host: x\n\r\n",
        LINE + "Host: x\r\r\n\r\n",
        LINE + HOST + "X: a\rb\r\n\r\n",
        LINE + HOST + "X: a\nb\r\n\r\n",
        LINE + HOST + "X: a\r\n b\r\n\r\n",
        LINE + " X: a\r\n" + HOST + "\r\n",
        LINE + HOST + "X : a\r\n\r\n",
        LINE + HOST + "X Y: a\r\n\r\n",
        LINE + HOST + ": a\r\n\r\n",
        LINE + HOST + "X\r\n\r\n",
        LINE + HOST + "X\u0000: a\r\n\r\n",
        LINE + HOST + "X: a\u0000\r\n\r\n",
        LINE + HOST + "X: a\u007f\r\n\r\n",
        LINE + HOST + "X: \u000ba\r\n\r\n",
        LINE + HOST + HOST + "\r\n",
        LINE + HOST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
        LINE + HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        LINE + HOST + "Content-Length: 1, 1\r\n\r\n",
        LINE + HOST + "Content-Length: +1\r\n\r\n",
        LINE + HOST + "Content-Length: -1\r\n\r\n",
        LINE + HOST + "Content-Length: 0x1\r\n\r\n",
        LINE + HOST + "Content-Length:\r\n\r\n",
        LINE + HOST + "Content-Length: 9999999999999999999\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: xchunked\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: chunked, chunked\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: identity\r\n\r\n",
        LINE + HOST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void refusesAllElse(String head) {
    assertThatThrownBy(() -> HeadRules.check(head))
        .isInstanceOfSatisfying(
            AppException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
  }

  /** Patterns that try every way to read a line would take minutes for these. */
  @Test
  @Timeout(10)
  void decidesAboutLongHeadsAtOnce() {
    for (String part : new String[] {"a", " ", "\t", ":", "!", "/", "a ", "\u00e9"}) {
      String longOne = part.repeat(32 * 1024 / part.length());
      for (String head : new String[] {longOne, LINE + longOne, LINE + "X: " + longOne}) {
        try {
          HeadRules.check(head + "\r\n\r\n");
        } catch (AppException refused) {
          assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        }
      }
    }
  }
}
