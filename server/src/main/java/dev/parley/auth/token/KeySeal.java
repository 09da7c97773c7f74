package dev.parley.auth.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Seals private keys for storage with AES-256-GCM under a key derived from a secret that is not in
 * the database: whoever has a copy of the database alone can sign nothing. The name of what is
 * sealed is authenticated with it, so rows cannot be swapped. Thread-safe.
 */
public final class KeySeal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte[] PURPOSE =
      "parley signing keys, version 1".getBytes(StandardCharsets.UTF_8);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @param secret of high entropy, at least 32 characters: there is no slow hash here
   */
  public KeySeal(String secret, SecureRandom random) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(secret.getBytes(StandardCharsets.UTF_8), null, PURPOSE));
    byte[] derived = new byte[32];
    hkdf.generateBytes(derived, 0, derived.length);
    this.key = new SecretKeySpec(derived, "AES");
    this.random = random;
  }

  /** Nonce, then ciphertext with its tag. */
  byte[] seal(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(plain);
      byte[] stored = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, stored, NONCE_BYTES, sealed.length);
      return stored;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Cannot seal a key", impossible);
    }
  }

  /** What was sealed under this name and secret; with any other a security exception. */
  byte[] open(String name, byte[] stored) throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, nonce, name)
        .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
