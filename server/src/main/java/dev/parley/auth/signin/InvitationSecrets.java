package dev.parley.auth.signin;

import dev.parley.auth.domain.OpaqueSecret;
import java.security.SecureRandom;
import java.util.Objects;

/** Makes the secrets of invitations. Thread-safe. */
public final class InvitationSecrets {
  private final SecureRandom random;

  public InvitationSecrets(SecureRandom random) {
    this.random = Objects.requireNonNull(random, "random");
  }

  /** A secret that nobody has yet; its hash goes into the command. */
  public OpaqueSecret next() {
    return OpaqueSecret.random("inv_", random);
  }
}
