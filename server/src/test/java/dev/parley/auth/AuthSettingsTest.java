package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.auth.domain.RegistrationMode;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthSettingsTest {
  @Test
  void hasTheDefaultsOfTheContract() {
    AuthSettings settings = AuthSettings.from(Settings.of(Map.of()));
    assertThat(settings.tokens().life()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.refreshLife()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.registration()).isEqualTo(RegistrationMode.INVITATION);
    assertThat(settings.argon2().memoryKib()).isEqualTo(19_456);
  }

  @Test
  void refusesAShortKeySecretWithoutShowingIt() {
    assertThatThrownBy(
            () -> AuthSettings.from(Settings.of(Map.of("AUTH_KEY_SECRET", "too-short-secret"))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("AUTH_KEY_SECRET")
        .hasMessageNotContaining("too-short-secret");
  }

  @Test
  void refusesAnUnknownRegistrationMode() {
    assertThatThrownBy(
            () -> AuthSettings.from(Settings.of(Map.of("AUTH_REGISTRATION", "everybody"))))
        .hasMessageContaining("invitation, admin, open");
  }

  @Test
  void refusesKeysThatRotateSoOftenThatTheirSetGetsTooLarge() {
    assertThatThrownBy(() -> AuthSettings.from(Settings.of(Map.of("AUTH_KEY_ROTATION", "10s"))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("AUTH_KEY_ROTATION")
        .hasMessageContaining("PT20.625S or more");
    assertThat(
            AuthSettings.from(
                    Settings.of(Map.of("AUTH_KEY_ROTATION", "10s", "AUTH_ACCESS_TTL", "40s")))
                .tokens()
                .rotation())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void printsNoSecret() {
    Settings settings =
        Settings.of(
            Map.of("AUTH_KEY_SECRET", "s".repeat(40), "PARLEY_ADMIN_PASSWORD", "a secret word"));
    assertThat(AuthSettings.from(settings).toString())
        .doesNotContain("sssss")
        .doesNotContain("a secret word");
  }
}
