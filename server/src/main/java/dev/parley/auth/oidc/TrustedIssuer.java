package dev.parley.auth.oidc;

import dev.parley.users.api.EmailAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID Connect issuer that the operator trusts (M05).
 *
 * @param name in paths and problems, lower-kebab
 * @param issuer its issuer identifier, without a slash at the end unless the issuer writes one
 * @param spellings what {@code iss} may be; the identifier, and for Google also the one without a
 *     scheme
 * @param clientIds what {@code aud} may be; a sign-in page asks with the first
 * @param domains whose addresses it may vouch for, in lower case; all if none is named
 */
public record TrustedIssuer(
    String name, URI issuer, Set<String> spellings, List<String> clientIds, Set<String> domains) {
  /** Google's issuer identifier. */
  static final String GOOGLE = "https://accounts.google.com";

  public TrustedIssuer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(issuer, "issuer");
    spellings = Set.copyOf(spellings);
    clientIds = List.copyOf(clientIds);
    domains = Set.copyOf(domains);
  }

  /** The identifier as text: what identities are kept under. */
  public String identifier() {
    return issuer.toString();
  }

  /**
   * Whether this issuer's word on the address counts. Google also calls addresses verified that it
   * does not run; its own are those of Gmail and of the domain that it hosts.
   *
   * @param hosted the claim {@code hd}, a domain
   */
  public boolean vouchesFor(EmailAddress email, Optional<String> hosted) {
    String key = email.key();
    String domain = key.substring(key.lastIndexOf('@') + 1);
    boolean runs =
        !identifier().equals(GOOGLE)
            || domain.equals("gmail.com")
            || hosted.filter(domain::equalsIgnoreCase).isPresent();
    return runs && (domains.isEmpty() || domains.contains(domain));
  }
}
