package dev.parley.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.sample.TestClock;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking an issuer for its keys: how often, and what happens when it misbehaves. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IssuerKeysIT {
  private static final Duration TIMEOUT = Duration.ofMillis(1500);

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = new TestIssuer(clock);
  private final OidcSettings settings =
      issuer.trusted(Map.of("OIDC_TIMEOUT", TIMEOUT.toMillis() + "ms", "OIDC_KEYS_PAUSE", "15s"));
  private final IssuerDocuments documents =
      new IssuerDocuments(settings.timeout(), new ObjectMapper());
  private final IssuerKeys keys =
      new IssuerKeys(settings.issuers().get(0), documents, settings, clock);

  @AfterEach
  void stop() {
    documents.close();
    issuer.close();
  }

  @Test
  void keysAreKeptForAWhile() {
    assertThat(keys.find("key-1", "RS256")).isPresent();
    assertThat(issuer.asked()).isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("key-1", "RS256")).isPresent();
    }
    assertThat(issuer.asked()).isEqualTo(2);
    clock.shift(Duration.ofMinutes(61));
    assertThat(keys.find("key-1", "RS256")).isPresent();
    assertThat(issuer.asked()).isEqualTo(4);
  }

  @Test
  void aNewKeyIsFoundWhenTheIssuerChangesItsKeys() {
    assertThat(keys.find("key-1", "RS256")).isPresent();
    issuer.rotate(Jwts.SIG.ES256);
    assertThat(keys.find("key-2", "ES256")).isEmpty();
    clock.shift(Duration.ofSeconds(16));
    assertThat(keys.find("key-2", "ES256")).isPresent();
    assertThat(keys.find("key-1", "RS256")).isPresent();
    assertThat(issuer.asked()).isEqualTo(4);
  }

  @Test
  void forgedNamesMakeNobodyAsk() throws Exception {
    assertThat(keys.find("key-1", "RS256")).isPresent();
    clock.shift(Duration.ofSeconds(16));
    List<Future<Boolean>> forgers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String name = "forged-" + i;
        forgers.add(threads.submit(() -> found(name)));
      }
      for (Future<Boolean> forger : forgers) {
        assertThat(forger.get()).isFalse();
      }
    }
    assertThat(issuer.asked()).isEqualTo(4);
  }

  @Test
  void aKeyIsUsedOnlyWithTheAlgorithmsOfItsKind() {
    assertThat(keys.find("key-1", "ES256")).isEmpty();
    assertThat(keys.find("secret", "RS256")).isEmpty();
    assertThat(keys.find("strange", "RS256")).isEmpty();
    assertThat(keys.find(null, "RS256")).isPresent();
    issuer.rotate(Jwts.SIG.RS256);
    clock.shift(Duration.ofHours(2));
    // Two keys fit: a token has to say which.
    assertThat(keys.find(null, "RS256")).isEmpty();
  }

  @Test
  void anIssuerThatIsDownIsAnUpstreamFailureAndIsNotAskedAtOnceAgain() {
    issuer.close();
    assertThat(failure()).isEqualTo("unreachable");
    long begun = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertThat(failure()).isEqualTo("unreachable");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT.multipliedBy(10));
  }

  @Test
  void knownKeysOutliveAnIssuerThatIsDownForADay() {
    assertThat(keys.find("key-1", "RS256")).isPresent();
    issuer.misbehave(TestIssuer.KEYS, exchange -> exchange.sendResponseHeaders(503, -1));
    clock.shift(Duration.ofHours(23));
    assertThat(keys.find("key-1", "RS256")).isPresent();
    clock.shift(Duration.ofHours(2));
    assertThat(failure()).isEqualTo("bad_answer");
    issuer.behave();
    clock.shift(Duration.ofMinutes(1));
    assertThat(keys.find("key-1", "RS256")).isPresent();
  }

  @Test
  void aSlowIssuerIsGivenUp() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    issuer.misbehave(
        TestIssuer.KEYS,
        exchange -> {
          // The head comes at once, the body drop by drop: no single wait is long.
          exchange.sendResponseHeaders(200, 0);
          try {
            while (!done.await(50, TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      long begun = System.nanoTime();
      assertThat(failure()).isEqualTo("timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    } finally {
      done.countDown();
    }
  }

  @Test
  void manyCannotWaitForASlowIssuer() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    issuer.misbehave(
        TestIssuer.DISCOVERY,
        exchange -> {
          try {
            if (!done.await(1, TimeUnit.MINUTES)) {
              throw new IllegalStateException("never told to end");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<Future<String>> callers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        callers.add(threads.submit(this::failure));
      }
      for (Future<String> caller : callers) {
        assertThat(caller.get(1, TimeUnit.MINUTES)).isIn("timeout", "busy");
      }
    } finally {
      done.countDown();
    }
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void aHugeAnswerIsNotRead() {
    issuer.misbehave(
        TestIssuer.KEYS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 10_000; i++) {
            exchange.getResponseBody().write(part);
          }
        });
    assertThat(failure()).isEqualTo("too_large");
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsRefused() {
    issuer.misbehave(TestIssuer.DISCOVERY, discovery("https://accounts.google.com", "/keys"));
    assertThat(failure()).isEqualTo("other_issuer");
  }

  @Test
  void keysComeFromSafeAddressesAlone() {
    for (String address :
        List.of("http://keys.example/keys", "file:///etc/passwd", "ftp://127.0.0.1/", "nonsense")) {
      issuer.misbehave(
          TestIssuer.DISCOVERY,
          exchange ->
              TestIssuer.answer(
                  exchange,
                  "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}"
                      .formatted(issuer.identifier(), address)));
      clock.shift(Duration.ofMinutes(1));
      assertThat(failure()).as(address).isEqualTo("bad_answer");
    }
  }

  @Test
  void aRedirectionIsNotFollowed() {
    issuer.misbehave(
        TestIssuer.DISCOVERY,
        exchange -> {
          exchange.getResponseHeaders().set("Location", issuer.identifier() + "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        });
    assertThat(failure()).isEqualTo("bad_answer");
  }

  @Test
  void whatIsNoKeySetIsABadAnswer() {
    for (String body :
        List.of(
            "",
            "<html>",
            "[]",
            "null",
            "{}",
            "{\"keys\":{}}",
            "{\"keys\":[1,2]}",
            "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"%%%\",\"e\":\"AQAB\"}]}",
            "[".repeat(5000))) {
      issuer.misbehave(TestIssuer.KEYS, exchange -> TestIssuer.answer(exchange, body));
      clock.shift(Duration.ofMinutes(1));
      // Keys that cannot be read may also be left out; then the token's is not among them.
      AppException failure =
          catchThrowableOfType(
              AppException.class, () -> assertThat(keys.find("key-1", "RS256")).isEmpty());
      assertThat(failure == null || failure.code() == ErrorCode.UPSTREAM_FAILED).as(body).isTrue();
    }
  }

  private boolean found(String kid) {
    try {
      return keys.find(kid, "RS256").isPresent();
    } catch (AppException busy) {
      return false;
    }
  }

  private HttpHandler discovery(String named, String path) {
    return exchange ->
        TestIssuer.answer(
            exchange,
            "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(named, issuer.identifier() + path));
  }

  private String failure() {
    AppException failure =
        catchThrowableOfType(AppException.class, () -> keys.find("key-1", "RS256"));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(failure.violations()).hasSize(1);
    assertThat(failure.violations().get(0).pointer()).isEqualTo("path/issuer");
    assertThat(failure.violations().get(0).message()).startsWith("local: ");
    return failure.violations().get(0).code();
  }
}
