package dev.parley.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.auth.token.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens by hand from a good one, also as only the server could: with its own key.
 *
 * @param key the server's
 * @param good an access token of it
 */
record Forger(SigningKey key, String good) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair FOREIGN = foreign();

  /** Tokens that must be refused, by what is wrong with them. */
  Map<String, String> forgeries(Instant now) throws IOException, GeneralSecurityException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("alg none", head(header -> header.put("alg", "none")) + "." + part(1) + ".");
    all.put("alg none, signed", head(h -> h.put("alg", "None")) + "." + part(1) + "." + part(2));
    all.put("HS256 with the public key", hmac(key.publicKey().getEncoded()));
    for (String kid : new String[] {"../../../../dev/null", "/etc/passwd", "' OR '1'='1", ""}) {
      all.put("kid " + kid, signed(h -> h.put("kid", kid), c -> {}, key.privateKey()));
    }
    all.put("no kid", signed(h -> h.remove("kid"), c -> {}, key.privateKey()));
    all.put("JWK in the header", withOwnKey());
    all.put(
        "jku", signed(h -> h.put("jku", "http://127.0.0.1:1/keys"), c -> {}, FOREIGN.getPrivate()));
    all.put("another's key", signed(h -> {}, c -> {}, FOREIGN.getPrivate()));
    all.put("wrong issuer", claimed(claims -> claims.put("iss", "https://accounts.example.com")));
    all.put("wrong audience", claimed(claims -> claims.put("aud", "somebody")));
    long second = now.getEpochSecond();
    all.put("expired", claimed(claims -> claims.put("exp", second - 1)));
    all.put("not yet valid", claimed(claims -> claims.put("nbf", second + 600)));
    all.put("issued in the future", claimed(claims -> claims.put("iat", second + 600)));
    all.put("ID token", signed(h -> h.put("typ", "JWT"), c -> {}, key.privateKey()));
    all.put("ID token without typ", signed(h -> h.remove("typ"), c -> {}, key.privateKey()));
    all.put("promoted", head(h -> {}) + "." + promoted() + "." + part(2));
    return all;
  }

  /** A part of the good token: 0 header, 1 claims, 2 signature. */
  String part(int index) {
    return good.split("\\.")[index];
  }

  /** The good token's header, changed. */
  String head(Consumer<ObjectNode> change) throws IOException {
    ObjectNode header = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(part(0)));
    change.accept(header);
    return base64(JSON.writeValueAsBytes(header));
  }

  /** The good token's claims with the rights of an admin. */
  String promoted() throws IOException {
    ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(part(1)));
    claims.put("role", "admin").put("scope", "users:create");
    return base64(JSON.writeValueAsBytes(claims));
  }

  /** Signed by the server's key, with other claims. */
  String claimed(Consumer<ObjectNode> claims) throws IOException, GeneralSecurityException {
    return signed(header -> {}, claims, key.privateKey());
  }

  String signed(Consumer<ObjectNode> header, Consumer<ObjectNode> claims, PrivateKey with)
      throws IOException, GeneralSecurityException {
    ObjectNode body = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(part(1)));
    claims.accept(body);
    String content = head(header) + "." + base64(JSON.writeValueAsBytes(body));
    return content + "." + sign(content, "SHA256withRSA", with);
  }

  /** Signed with HMAC, the secret being something everybody knows. */
  String hmac(byte[] secret) throws IOException, GeneralSecurityException {
    String content = head(header -> header.put("alg", "HS256")) + "." + part(1);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** Signed by a key that the token brings along. */
  String withOwnKey() throws IOException, GeneralSecurityException {
    RSAPublicKey own = (RSAPublicKey) FOREIGN.getPublic();
    return signed(
        header ->
            header
                .putObject("jwk")
                .put("kty", "RSA")
                .put("n", base64(unsigned(own.getModulus())))
                .put("e", base64(unsigned(own.getPublicExponent()))),
        claims -> {},
        FOREIGN.getPrivate());
  }

  /** A key that is not the server's. */
  static PrivateKey foreignKey() {
    return FOREIGN.getPrivate();
  }

  static String sign(String content, String algorithm, PrivateKey with)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(with);
    signature.update(content.getBytes(StandardCharsets.UTF_8));
    return base64(signature.sign());
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair foreign() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java has RSA", missing);
    }
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
