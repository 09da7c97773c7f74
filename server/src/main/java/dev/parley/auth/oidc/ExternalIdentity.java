package dev.parley.auth.oidc;

import dev.parley.users.api.EmailAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * What a good ID token says of a person. Prints without it.
 *
 * @param issuer identifier of the issuer
 * @param subject who, among the issuer's people; 1 to 255 characters
 * @param email the address, only where the issuer vouches for it
 * @param fullName 2 to 100 characters
 * @param picture an https address
 * @param nonce as the token has it
 */
public record ExternalIdentity(
    String issuer,
    String subject,
    Optional<EmailAddress> email,
    Optional<String> fullName,
    Optional<String> picture,
    String nonce) {
  public ExternalIdentity {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(email, "email");
    Objects.requireNonNull(fullName, "fullName");
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(nonce, "nonce");
  }

  @Override
  public String toString() {
    return "ExternalIdentity[issuer=" + issuer + "]";
  }
}
