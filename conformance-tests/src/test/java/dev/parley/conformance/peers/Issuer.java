package dev.parley.conformance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * An OpenID Connect issuer: a discovery document, a key set, and ID tokens with whatever claims.
 * Thread-safe.
 */
public final class Issuer implements AutoCloseable {
  private static final String CLIENT = "conformance";
  private static final String KID = "the-one";
  private static final int SECONDS = 600;

  private final HttpServer server;
  private final KeyPair keys;

  public Issuer() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
    ObjectNode discovery = JsonNodeFactory.instance.objectNode();
    discovery.put("issuer", identifier()).put("jwks_uri", identifier() + "/keys");
    serve("/.well-known/openid-configuration", discovery);
    serve("/keys", keySet());
    server.start();
  }

  private String identifier() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Settings of a server that trusts this issuer under a name. */
  public Map<String, String> settings(String name, String prefix) {
    return Map.of(
        "OIDC_ISSUERS", name, prefix + "ISSUER", identifier(), prefix + "CLIENT_ID", CLIENT);
  }

  /** An ID token for that server with these claims beside the usual ones. */
  public String idToken(JsonNode claims) {
    long now = Instant.now().getEpochSecond();
    ObjectNode payload = claims.deepCopy();
    payload.put("iss", identifier()).put("aud", CLIENT);
    payload.put("iat", now).put("exp", now + SECONDS);
    String signed =
        base64("{\"alg\":\"RS256\",\"kid\":\"" + KID + "\"}") + "." + base64(payload.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    set.withArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", KID)
        .put("n", number(key.getModulus()))
        .put("e", number(key.getPublicExponent()));
    return set;
  }

  private void serve(String path, JsonNode document) {
    byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  /** Without the sign byte that Java puts before a large number. */
  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    return base64(unsigned);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
