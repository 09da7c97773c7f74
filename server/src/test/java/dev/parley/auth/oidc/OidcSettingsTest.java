package dev.parley.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSettingsTest {
  @Test
  void nobodyIsTrustedByDefault() {
    assertThat(OidcSettings.from(Settings.of(Map.of())).issuers()).isEmpty();
  }

  @Test
  void googleNeedsAClientIdAlone() {
    TrustedIssuer google =
        OidcSettings.from(
                Settings.of(Map.of("OIDC_ISSUERS", "google", "OIDC_GOOGLE_CLIENT_ID", "a, b")))
            .find("google")
            .orElseThrow();
    assertThat(google.identifier()).isEqualTo("https://accounts.google.com");
    assertThat(google.spellings()).contains("accounts.google.com");
    assertThat(google.clientIds()).containsExactly("a", "b");
  }

  @Test
  void aNameWithAHyphenHasAnUnderscoreInItsSettings() {
    TrustedIssuer issuer =
        OidcSettings.from(
                Settings.of(
                    Map.of(
                        "OIDC_ISSUERS", "my-acme",
                        "OIDC_MY_ACME_ISSUER", "https://login.acme.com/realms/a",
                        "OIDC_MY_ACME_CLIENT_ID", "parley")))
            .issuers()
            .get(0);
    assertThat(issuer.identifier()).isEqualTo("https://login.acme.com/realms/a");
    assertThat(issuer.spellings()).containsExactly("https://login.acme.com/realms/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.acme.com",
        "http://127.0.0.1.acme.com",
        "http://localhost.acme.com",
        "https://user:word@login.acme.com",
        "https://login.acme.com?x=1",
        "https://login.acme.com#x",
        "https:///path",
        "login.acme.com",
        "file:///etc/passwd",
        "not an address"
      })
  void anUnsafeIssuerStopsTheStart(String issuer) {
    refused(Map.of("OIDC_ACME_ISSUER", issuer), "OIDC_ACME_ISSUER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080/x", "http://[::1]:1"})
  void loopbackNeedsNoEncryption(String issuer) {
    assertThat(settings(Map.of("OIDC_ACME_ISSUER", issuer)).issuers()).hasSize(1);
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    refused(Map.of("OIDC_ACME_ISSUER", ""), "OIDC_ACME_ISSUER");
    refused(Map.of("OIDC_ACME_CLIENT_ID", ""), "OIDC_ACME_CLIENT_ID");
    refused(Map.of("OIDC_ISSUERS", "acme,acme"), "OIDC_ISSUERS");
    refused(Map.of("OIDC_ISSUERS", "Acme"), "OIDC_ISSUERS");
    refused(Map.of("OIDC_CLOCK_SKEW", "1h"), "OIDC_CLOCK_SKEW");
  }

  private static void refused(Map<String, String> changes, String named) {
    assertThatThrownBy(() -> settings(changes))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(named);
  }

  private static OidcSettings settings(Map<String, String> changes) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "OIDC_ISSUERS", "acme",
                "OIDC_ACME_ISSUER", "https://login.acme.com",
                "OIDC_ACME_CLIENT_ID", "parley"));
    values.putAll(changes);
    return OidcSettings.from(Settings.of(values));
  }
}
