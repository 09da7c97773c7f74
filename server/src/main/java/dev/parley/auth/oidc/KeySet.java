package dev.parley.auth.oidc;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The public signing keys of an issuer (RFC 7517). Immutable. */
final class KeySet {
  private static final int MOST = 100;

  private final List<PublicJwk<?>> keys;

  private KeySet(List<PublicJwk<?>> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a key set; keys of kinds nobody knows, secret ones and those for encryption are not in
   * it.
   */
  static KeySet parse(String text) throws IssuerFailure {
    List<PublicJwk<?>> keys = new ArrayList<>();
    try {
      for (Jwk<?> key : Jwks.setParser().build().parse(text).getKeys()) {
        if (key instanceof PublicJwk<?> open && signs(open) && keys.size() < MOST) {
          keys.add(open);
        }
      }
    } catch (JwtException | IllegalArgumentException bad) {
      // Without its cause, whose message quotes the document.
      throw new IssuerFailure("bad_answer", "its key set is none");
    }
    return new KeySet(keys);
  }

  /**
   * The key that a token means.
   *
   * @param kid its name; a token may leave it out where only one key fits
   */
  Optional<PublicKey> find(@Nullable String kid, String algorithm) {
    List<PublicKey> fitting =
        keys.stream()
            .filter(key -> kid == null || kid.equals(key.getId()))
            .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
            .filter(key -> key.getType().equals(typeOf(algorithm)))
            .<PublicKey>map(PublicJwk::toKey)
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private static boolean signs(PublicJwk<?> key) {
    Object use = key.get("use");
    return use == null || use.equals("sig");
  }

  private static String typeOf(String algorithm) {
    return algorithm.startsWith("ES") ? "EC" : "RSA";
  }
}
