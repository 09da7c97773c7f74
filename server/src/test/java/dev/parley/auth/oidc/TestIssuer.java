package dev.parley.auth.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.parley.platform.settings.Settings;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An OpenID Connect issuer on loopback: discovery, a key set and ID tokens for real, and whatever
 * misbehaviour a test asks of it.
 */
public final class TestIssuer implements AutoCloseable {
  public static final String CLIENT = "parley-web";
  static final String DISCOVERY = "/.well-known/openid-configuration";
  static final String KEYS = "/keys";

  private final HttpServer server;
  private final Clock clock;
  private final Map<String, KeyPair> keys = new LinkedHashMap<>();
  private final Map<String, HttpHandler> misbehaviour = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private String current = "";

  public TestIssuer(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve(DISCOVERY, this::discovery);
    serve(KEYS, this::keySet);
    server.start();
    rotate(Jwts.SIG.RS256);
  }

  public String identifier() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a server needs that trusts this issuer under a name. */
  public Map<String, String> settings(String name) {
    return Map.of(
        "OIDC_" + name.toUpperCase(java.util.Locale.ROOT) + "_ISSUER",
        identifier(),
        "OIDC_" + name.toUpperCase(java.util.Locale.ROOT) + "_CLIENT_ID",
        CLIENT + ",parley-app");
  }

  /** Settings of a server that trusts this issuer alone, as {@code local}. */
  OidcSettings trusted(Map<String, String> changes) {
    Map<String, String> values = new HashMap<>(settings("local"));
    values.put("OIDC_ISSUERS", "local");
    values.putAll(changes);
    return OidcSettings.from(Settings.of(values));
  }

  /** Signs with a new key from now on; the old ones are published still. */
  void rotate(SignatureAlgorithm algorithm) {
    synchronized (keys) {
      current = "key-" + (keys.size() + 1);
      keys.put(current, algorithm.keyPair().build());
    }
  }

  /** How often it was asked for a document. */
  int asked() {
    return asked.get();
  }

  void misbehave(String path, HttpHandler instead) {
    misbehaviour.put(path, instead);
  }

  void behave() {
    misbehaviour.clear();
  }

  String kid() {
    return current;
  }

  KeyPair pair() {
    synchronized (keys) {
      return keys.get(current);
    }
  }

  /** The claims of a good ID token, to be changed; {@link #sign} makes it one. */
  public JwtBuilder claims(String subject, String nonce) {
    Instant now = clock.instant();
    return Jwts.builder()
        .issuer(identifier())
        .subject(subject)
        .audience()
        .single(CLIENT)
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(Duration.ofMinutes(5))))
        .claim("nonce", nonce)
        .claim("email", subject + "@example.com")
        .claim("email_verified", true)
        .claim("name", "Some " + subject);
  }

  public String sign(JwtBuilder claims) {
    return claims.header().keyId(current).and().signWith(pair().getPrivate()).compact();
  }

  private void serve(String path, HttpHandler usual) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            misbehaviour.getOrDefault(path, usual).handle(exchange);
          }
        });
  }

  private void discovery(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\",\"id_token_signing_alg_values_supported\":[\"RS256\"]}"
            .formatted(identifier(), identifier() + KEYS));
  }

  private void keySet(HttpExchange exchange) throws IOException {
    List<String> shown = new ArrayList<>();
    // Kinds that nobody has to know, and keys for other uses, stand in real key sets too.
    shown.add("{\"kty\":\"OKP\",\"crv\":\"X-new\",\"kid\":\"strange\",\"x\":\"AA\"}");
    shown.add("{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"" + "A".repeat(86) + "\"}");
    synchronized (keys) {
      keys.forEach((kid, pair) -> shown.add(jwk(kid, pair)));
    }
    answer(exchange, shown.stream().collect(Collectors.joining(",", "{\"keys\":[", "]}")));
  }

  private static String jwk(String kid, KeyPair pair) {
    var key =
        pair.getPublic() instanceof RSAPublicKey rsa
            ? Jwks.builder().key(rsa).id(kid).publicKeyUse("sig").build()
            : Jwks.builder().key((ECPublicKey) pair.getPublic()).id(kid).build();
    return Jwks.json(key);
  }

  static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
