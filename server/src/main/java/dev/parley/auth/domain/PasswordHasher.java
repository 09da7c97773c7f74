package dev.parley.auth.domain;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106). Each hash takes its memory while it is computed, so only a few run at once;
 * the others wait in turn, and beyond a bounded wait are told to come back (503). Never to be
 * called in a transaction: it would hold a connection while it waits. Thread-safe.
 */
public final class PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final PhcHash.Parameters parameters;
  private final SecureRandom random;
  private final Semaphore permits;
  private final PhcHash decoy;

  public PasswordHasher(PhcHash.Parameters parameters, int concurrency, SecureRandom random) {
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.random = Objects.requireNonNull(random, "random");
    this.permits = new Semaphore(concurrency, true);
    // All zeros: nobody can know a password of this hash, but checking one takes as long.
    this.decoy = new PhcHash(parameters, new byte[SALT_BYTES], new byte[HASH_BYTES]);
  }

  /** The encoded hash of a password, with a new salt and the parameters of today. */
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = bounded(() -> compute(password, parameters, salt, HASH_BYTES));
    return new PhcHash(parameters, salt, hash).encoded();
  }

  /**
   * Whether the password is the one of the hash. Without a hash the answer is no, after the same
   * work, so that time does not tell who has an account.
   */
  public boolean matches(String password, Optional<String> encoded) {
    PhcHash expected = encoded.map(PhcHash::parse).orElse(decoy);
    byte[] actual =
        bounded(
            () ->
                compute(password, expected.parameters(), expected.salt(), expected.hash().length));
    return MessageDigest.isEqual(actual, expected.hash()) & encoded.isPresent();
  }

  /** Whether a hash was made with other parameters than those of today. */
  public boolean outdated(String encoded) {
    return !PhcHash.parse(encoded).parameters().equals(parameters);
  }

  private byte[] bounded(Supplier<byte[]> work) {
    try {
      if (!permits.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  private static AppException busy() {
    return new AppException(ErrorCode.UNAVAILABLE, "Too many sign-ins at this moment")
        .retryAfter(Duration.ofSeconds(5));
  }

  private static byte[] compute(
      String password, PhcHash.Parameters parameters, byte[] salt, int length) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.iterations())
            .withParallelism(parameters.parallelism())
            .withSalt(salt)
            .build());
    // NFC, so that the same characters typed on another keyboard are the same bytes.
    byte[] bytes =
        Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    byte[] hash = new byte[length];
    argon2.generateBytes(bytes, hash);
    return hash;
  }
}
