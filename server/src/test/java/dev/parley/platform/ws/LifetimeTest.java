package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import dev.parley.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How long the socket of a dialect lives, on which nothing can be renewed. */
class LifetimeTest {
  private static final Instant OPENED = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant EXPIRY = OPENED.plus(Duration.ofMinutes(5));

  @Test
  void aPersonsSocketOutlivesItsTokenAndAProgramsDoesNot() {
    for (CredentialKind kind : CredentialKind.values()) {
      Lifetime lifetime = new Lifetime(WsSettings.from(Settings.of(Map.of())), false, OPENED);
      lifetime.heard(EXPIRY);
      assertThat(lifetime.tick(EXPIRY.minusMillis(1), principal(kind))).isEmpty();
      assertThat(lifetime.tick(EXPIRY, principal(kind)).isPresent())
          .as(kind.name())
          .isEqualTo(kind != CredentialKind.SESSION);
    }
  }

  private static Principal principal(CredentialKind kind) {
    return new Principal(
        new UUID(0, 1), "ada", "user", Set.of(), kind, new UUID(0, 2), null, EXPIRY);
  }
}
