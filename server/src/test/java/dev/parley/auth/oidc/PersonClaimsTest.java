package dev.parley.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.users.api.EmailAddress;
import io.jsonwebtoken.Jwts;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonClaimsTest {
  private static final TrustedIssuer GOOGLE = issuer("https://accounts.google.com");

  @Test
  void googleVouchesForItsOwnAddressesAndThoseOfADomainItHosts() {
    assertThat(email(GOOGLE, "Ada@Gmail.com", null)).isPresent();
    assertThat(email(GOOGLE, "ada@acme.com", "acme.com")).isPresent();
    assertThat(email(GOOGLE, "ada@ACME.com", "Acme.com")).isPresent();
  }

  @Test
  void googleDoesNotVouchForAddressesThatOthersRun() {
    // Somebody may have had the mailbox once, when a Google account was made for it.
    assertThat(email(GOOGLE, "ada@acme.com", null)).isEmpty();
    assertThat(email(GOOGLE, "ada@acme.com", "evil.example")).isEmpty();
    assertThat(email(GOOGLE, "ada@acme.com", "")).isEmpty();
    assertThat(email(GOOGLE, "ada@gmail.com.evil.example", null)).isEmpty();
  }

  @Test
  void otherIssuersVouchForWhatTheyAreTrustedWith() {
    assertThat(email(issuer("https://id.example.com"), "ada@acme.com", null)).isPresent();
  }

  private static Optional<EmailAddress> email(
      TrustedIssuer issuer, String email, @Nullable String hosted) {
    return PersonClaims.read(
            issuer,
            Jwts.claims()
                .subject("1")
                .add("nonce", "n")
                .add("email", email)
                .add("email_verified", true)
                .add("hd", hosted)
                .build())
        .email();
  }

  private static TrustedIssuer issuer(String identifier) {
    return new TrustedIssuer(
        "some", URI.create(identifier), Set.of(identifier), List.of("client"), Set.of());
  }
}
