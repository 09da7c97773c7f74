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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106). Each hash takes its memory while it is computed, so only a few run at once;
 * the others wait, the addresses they come from in turn, so that whoever guesses delays his own
 * alone. They are computed on threads of the operating system: a virtual one does not give its
 * carrier away while it computes, so a few would bring every request to a stop. Beyond a bounded
 * wait, or a bounded number of them, they are told to come back (503). Never to be called in a
 * transaction: it would hold a connection while it waits. Thread-safe.
 */
public final class PasswordHasher implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * Fewer than the requests that may be in progress: those who sign in must leave room to others.
   */
  private static final int ROOM = 100;

  private final PhcHash.Parameters parameters;
  private final SecureRandom random;
  private final FairSlots slots;
  private final String decoy;

  /** No more than there are slots; those that have nothing to do for a minute end. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("argon2-", 0).factory());

  public PasswordHasher(PhcHash.Parameters parameters, int concurrency, SecureRandom random) {
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.random = Objects.requireNonNull(random, "random");
    this.slots = new FairSlots(concurrency, ROOM);
    // All zeros: nobody can know a password of this hash, but checking one takes as long.
    this.decoy = new PhcHash(parameters, new byte[SALT_BYTES], new byte[HASH_BYTES]).encoded();
  }

  /**
   * The encoded hash of a password, with a new salt and the parameters of today.
   *
   * @param network where it comes from, whose turn it is
   */
  public String hash(String password, String network) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = bounded(network, () -> compute(password, parameters, salt, HASH_BYTES));
    return new PhcHash(parameters, salt, hash).encoded();
  }

  /**
   * Whether the password is the one of the hash. Without a hash the answer is no, after the same
   * work, so that time does not tell who has an account.
   *
   * @param network where it comes from, whose turn it is
   */
  public boolean matches(String password, Optional<String> encoded, String network) {
    PhcHash expected = PhcHash.parse(encoded.orElse(decoy));
    byte[] actual =
        bounded(
            network,
            () ->
                compute(password, expected.parameters(), expected.salt(), expected.hash().length));
    return MessageDigest.isEqual(actual, expected.hash()) & encoded.isPresent();
  }

  /** Whether a hash was made with other parameters than those of today. */
  public boolean outdated(String encoded) {
    return !PhcHash.parse(encoded).parameters().equals(parameters);
  }

  /** Ends its threads, once they have done what they do. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private byte[] bounded(String network, Callable<byte[]> work) {
    try (FairSlots.Slot slot =
        slots.take(network, LONGEST_WAIT).orElseThrow(PasswordHasher::busy)) {
      return threads.submit(work).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A password could not be hashed", failed.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
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
