package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.RegisterAccount;
import dev.parley.auth.signin.Registration;
import dev.parley.users.api.Account;
import dev.parley.users.api.AccountStatus;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void opaqueSecretsAreLongDifferentAndFoundByTheirHash() {
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      OpaqueSecret secret = OpaqueSecret.random("rt_", random);
      assertThat(secret.reveal()).matches("rt_[A-Za-z0-9_-]{43}");
      assertThat(OpaqueSecret.hashOf(secret.reveal())).isEqualTo(secret.hash());
      assertThat(seen.add(secret.reveal())).isTrue();
    }
  }

  @Test
  void nothingWithASecretPrintsIt() {
    OpaqueSecret secret = OpaqueSecret.random("rt_", new SecureRandom());
    assertThat(secret.toString()).isEqualTo("****");
    EmailAddress email = new EmailAddress("ada@example.com");
    assertThat(
            new Registration.Request(
                    Optional.of("hidden"), email, Optional.empty(), "Ada", "hidden")
                .toString())
        .doesNotContain("hidden");
    assertThat(
            new RegisterAccount(Optional.of("hidden"), email, Optional.empty(), "Ada", "hidden")
                .toString())
        .doesNotContain("hidden");
    Account account =
        new Account(
            new UUID(0, 1),
            email,
            "ada",
            "Ada",
            Role.USER,
            null,
            null,
            AccountStatus.ACTIVE,
            Instant.EPOCH,
            Instant.EPOCH,
            1);
    assertThat(new Credential(account, "hidden", false, 1).toString()).doesNotContain("hidden");
  }
}
