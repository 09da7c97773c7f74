package dev.parley.auth.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/**
 * A secret of 256 random bits that its holder presents as it is: a refresh token, an invitation.
 * Only its hash is stored; being random, it needs neither salt nor a slow hash. Prints as {@code
 * ****}. Immutable.
 */
public final class OpaqueSecret {
  private static final int BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String value;

  private OpaqueSecret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /** A new one; the prefix tells a person, or a scanner of leaked secrets, what it is. */
  public static OpaqueSecret random(String prefix, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new OpaqueSecret(prefix + BASE64.encodeToString(bytes));
  }

  /** The hash under which a secret that somebody presents would be stored. */
  public static String hashOf(String presented) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(presented.getBytes(StandardCharsets.UTF_8));
      return BASE64.encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** The secret itself, for the one answer that carries it. */
  public String reveal() {
    return value;
  }

  public String hash() {
    return hashOf(value);
  }

  @Override
  public String toString() {
    return "****";
  }
}
