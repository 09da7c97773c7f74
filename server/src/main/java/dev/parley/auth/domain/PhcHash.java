package dev.parley.auth.domain;

import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash in the PHC string format, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, so
 * that each stored hash says itself how it was made. Prints without salt and hash.
 */
public record PhcHash(Parameters parameters, byte[] salt, byte[] hash) {
  private static final Pattern FORMAT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,4}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /**
   * What a hash costs.
   *
   * @param memoryKib memory in KiB, at least 8 for each lane
   * @param iterations passes over the memory
   * @param parallelism lanes
   */
  public record Parameters(int memoryKib, int iterations, int parallelism) {
    public Parameters {
      if (iterations < 1 || parallelism < 1 || memoryKib < 8 * parallelism) {
        throw new IllegalArgumentException("Argon2 parameters out of range");
      }
    }
  }

  public PhcHash {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(salt, "salt");
    Objects.requireNonNull(hash, "hash");
  }

  /** Reads {@link #encoded()}; anything else is an {@link IllegalArgumentException}. */
  public static PhcHash parse(String encoded) {
    Matcher parts = FORMAT.matcher(encoded);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not an Argon2id hash");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PhcHash(
        new Parameters(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3))),
        base64.decode(parts.group(4)),
        base64.decode(parts.group(5)));
  }

  public String encoded() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            parameters.memoryKib(),
            parameters.iterations(),
            parameters.parallelism(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  @Override
  public String toString() {
    return "argon2id " + parameters;
  }
}
