package dev.parley.conformance.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Blank;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens made of a good one, with what anybody can read and make: the server's public keys too. */
final class ForgedTokens {
  /** What is longer breaks the frame's schema, and is told so. */
  private static final int LONGEST_IN_A_FRAME = 4096;

  private final Victim victim;
  private final String good;
  private final KeyPair own;

  ForgedTokens(Victim victim) throws GeneralSecurityException {
    this.victim = victim;
    this.good = victim.token();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    this.own = generator.generateKeyPair();
  }

  /** All of them by what is wrong with each. */
  Map<String, String> all() throws IOException, GeneralSecurityException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String alg : List.of("none", "None", "NONE", "nOnE", "")) {
      String content = header(h -> h.put("alg", alg)) + "." + part(1) + ".";
      all.put("alg '" + alg + "'", content);
      all.put("alg '" + alg + "' with a signature", content + part(2));
    }
    PublicKey published = published();
    byte[] pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(published.getEncoded());
    String armoured =
        "-----BEGIN PUBLIC KEY-----\n"
            + new String(pem, StandardCharsets.US_ASCII)
            + "\n-----END PUBLIC KEY-----\n";
    all.put("HS256 with the public key", hmac(published.getEncoded()));
    all.put("HS256 with the public key as PEM", hmac(armoured.getBytes(StandardCharsets.US_ASCII)));
    all.put("HS256 with the modulus", hmac(((RSAPublicKey) published).getModulus().toByteArray()));
    for (String kid :
        List.of(
            "../../../../dev/null", "/etc/passwd", "' OR '1'='1", "", "no-such-key", "\u0000")) {
      all.put("kid " + kid, signed(h -> h.put("kid", kid), c -> {}));
    }
    all.put("another's key under our name", signed(h -> {}, c -> {}));
    all.put("no kid", signed(h -> h.remove("kid"), c -> {}));
    all.put("its own key in jwk", signed(h -> h.set("jwk", jwk()), c -> {}));
    all.put(
        "its own key in jwk alone",
        signed(
            h -> {
              h.remove("kid");
              h.set("jwk", jwk());
            },
            c -> {}));
    for (String name : List.of("jku", "x5u")) {
      all.put(name, signed(h -> h.put(name, victim.url() + "/nothing"), c -> {}));
    }
    all.put(
        "x5c", signed(h -> h.putArray("x5c").add(base64(own.getPublic().getEncoded())), c -> {}));
    all.put("crit", header(h -> h.putArray("crit").add("x")) + "." + part(1) + "." + part(2));
    all.put("expired", changed(c -> c.put("exp", Instant.now().getEpochSecond() - 3600)));
    all.put("living on", changed(c -> c.put("exp", Instant.now().getEpochSecond() + 360_000)));
    all.put("another audience", changed(c -> c.put("aud", "elsewhere")));
    all.put("more scopes", changed(c -> c.put("scope", c.path("scope").asText() + " all:all")));
    for (String padding : List.of("=", "==", ".", ".e30", "%00", ",x", ";x")) {
      all.put("with " + padding, good + padding);
    }
    all.put("in capitals", good.toUpperCase(Locale.ROOT));
    all.put("of 20,000 letters", "x".repeat(20_000));
    all.put("parts of nothing", "..");
    return all;
  }

  /** Every secured operation refuses a token, in a header or in a cookie. */
  void refusedEverywhere(String token) {
    for (Operation operation : Contract.all().operations()) {
      if (!operation.isPublic()) {
        Request request = Blank.of(operation);
        refused(request.token(Optional.of(token)));
        // A cookie ends there, and what is before it may be a good one.
        if (token.indexOf(';') < 0) {
          refused(request.header("Cookie", "__Host-parley-access=" + token));
        }
      }
    }
  }

  private void refused(Request request) {
    Answer answer = victim.suite().api().call(request);
    assertThat(answer.status()).as("%s: %s", request, answer.body()).isEqualTo(401);
    assertThat(answer.json().path("code").asText()).isEqualTo("AUTH_FAILED");
  }

  /** So does every socket, in its handshake and afterwards. */
  void refusedBySockets(String token) throws IOException {
    for (String path : Victim.socketPaths()) {
      try (RawSocket socket = new RawSocket(victim.url(), path, token)) {
        JsonNode error = socket.awaitType("error");
        assertThat(error.path("code").asText()).as("%s", path).isEqualTo("AUTH_FAILED");
        assertThat(socket.awaitClose()).isEqualTo(4401);
      }
    }
    if (token.length() > LONGEST_IN_A_FRAME) {
      return;
    }
    try (RawSocket socket = new RawSocket(victim.url(), Sockets.EVERYTHING, victim.token())) {
      socket.awaitType("welcome");
      ObjectNode frame = Contract.JSON.createObjectNode().put("type", "authenticate");
      socket.send(ClientFrames.text(frame.put("token", token).toString()));
      assertThat(socket.awaitClose()).isEqualTo(4401);
    }
  }

  /** Ways to send good and bad credentials that no server should make sense of. */
  static List<Attack> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("twice", "Authorization: Bearer %1$s\r\nAuthorization: Bearer %1$s\r\n");
    headers.put("another before", "Authorization: Bearer x\r\nAuthorization: Bearer %1$s\r\n");
    headers.put("another after", "Authorization: Bearer %1$s\r\nAuthorization: Basic eDp5\r\n");
    headers.put("in a list", "Authorization: Bearer %1$s, Bearer %1$s\r\n");
    headers.put("another scheme", "Authorization: Basic %1$s\r\n");
    headers.put("no scheme", "Authorization: %1$s\r\n");
    headers.put("a tab", "Authorization: Bearer\t%1$s\r\n");
    headers.put("a parameter", "Authorization: Bearer token=%1$s\r\n");
    headers.put("quoted", "Authorization: Bearer \"%1$s\"\r\n");
    headers.put("cut in two", "Authorization: Bearer %2$s %3$s\r\n");
    headers.put("nothing", "Authorization:\r\n");
    headers.put("Bearer alone", "Authorization: Bearer\r\n");
    headers.put("in a header of another name", "Proxy-Authorization: Bearer %1$s\r\n");
    List<Attack> all = new ArrayList<>();
    headers.forEach(
        (name, lines) ->
            all.add(
                new Attack(
                    name,
                    victim -> {
                      String token = victim.token();
                      String sent =
                          lines.formatted(token, token.substring(0, 20), token.substring(20));
                      try (RawWire wire = new RawWire(victim.url())) {
                        wire.send(
                                "GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + sent
                                    + "\r\n")
                            .hear()
                            .assertProblem(400, 401);
                      }
                    })));
    return all;
  }

  private String hmac(byte[] secret) throws IOException, GeneralSecurityException {
    String content = header(h -> h.put("alg", "HS256")) + "." + part(1);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
  }

  /** With other claims under the old signature. */
  private String changed(Consumer<ObjectNode> claims) throws IOException {
    return part(0) + "." + edited(1, claims) + "." + part(2);
  }

  /** Truly signed, by somebody else. */
  private String signed(Consumer<ObjectNode> header, Consumer<ObjectNode> claims)
      throws IOException, GeneralSecurityException {
    String content = edited(0, header) + "." + edited(1, claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(own.getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + base64(signature.sign());
  }

  private String header(Consumer<ObjectNode> change) throws IOException {
    return edited(0, change);
  }

  private String edited(int index, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) json(good, index);
    change.accept(json);
    return base64(Contract.JSON.writeValueAsBytes(json));
  }

  /** The header or the claims of a token. */
  static JsonNode json(String token, int index) throws IOException {
    return Contract.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
  }

  private String part(int index) {
    return good.split("\\.")[index];
  }

  private ObjectNode jwk() {
    RSAPublicKey key = (RSAPublicKey) own.getPublic();
    return Contract.JSON
        .createObjectNode()
        .put("kty", "RSA")
        .put("n", base64(key.getModulus().toByteArray()))
        .put("e", base64(key.getPublicExponent().toByteArray()));
  }

  /** The key that the good token names, as anybody can have it. */
  private PublicKey published() throws IOException, GeneralSecurityException {
    Operation keys =
        Contract.all().operations().stream()
            .filter(operation -> operation.path().endsWith("/jwks.json"))
            .findFirst()
            .orElseThrow();
    JsonNode set =
        victim
            .suite()
            .api()
            .call(keys, Map.of(), MissingNode.getInstance(), Optional.empty())
            .json();
    String kid = json(good, 0).path("kid").asText();
    for (JsonNode key : set.path("keys")) {
      if (key.path("kid").asText().equals(kid)) {
        return KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(key.path("n")), number(key.path("e"))));
      }
    }
    throw new AssertionError("the key " + kid + " is not published");
  }

  private static BigInteger number(JsonNode base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asText()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
