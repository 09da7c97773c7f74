package dev.parley.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsTest {
  @Test
  void noMailIsSentByDefault() {
    assertThat(MailSettings.from(Settings.of(Map.of()))).isEmpty();
  }

  @Test
  void theAddressSaysHowToReachTheServer() {
    MailSettings plain = settings(Map.of("MAIL_SMTP_URL", "smtp://mail.example.com"));
    assertThat(plain.port()).isEqualTo(25);
    assertThat(plain.encrypted()).isFalse();
    assertThat(plain.login()).isEmpty();
    MailSettings secure =
        settings(Map.of("MAIL_SMTP_URL", "smtps://us%40er:p%2Fa+ss%3A@mail.example.com"));
    assertThat(secure.port()).isEqualTo(465);
    assertThat(secure.encrypted()).isTrue();
    assertThat(secure.login().orElseThrow().user()).isEqualTo("us@er");
    assertThat(secure.login().orElseThrow().password().reveal()).isEqualTo("p/a+ss:");
    assertThat(settings(Map.of("MAIL_SMTP_URL", "smtp://mail.example.com:587")).port())
        .isEqualTo(587);
  }

  @Test
  void theTokenGoesIntoTheLink() {
    assertThat(settings(Map.of()).link(new Secret("reset_abc")))
        .isEqualTo("https://app.example.com/reset#reset_abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example.com",
        "http://user:secret-word@mail.example.com",
        "smtp://user@mail.example.com",
        "smtp://secret-word with blanks@x",
        "smtp:secret-word"
      })
  void anAddressThatIsNoneStopsTheStartAndIsNotShown(String url) {
    assertThatThrownBy(() -> settings(Map.of("MAIL_SMTP_URL", url)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("MAIL_SMTP_URL")
        .hasMessageNotContaining("secret-word");
  }

  @Test
  void senderAndLinkAreNeeded() {
    refused(Map.of("MAIL_FROM", ""), "MAIL_FROM");
    refused(Map.of("MAIL_FROM", "a@example.com, b@example.com"), "MAIL_FROM");
    refused(Map.of("MAIL_RESET_URL", ""), "MAIL_RESET_URL");
    refused(Map.of("MAIL_RESET_URL", "https://app.example.com/reset"), "MAIL_RESET_URL");
    refused(Map.of("MAIL_RESET_URL", "javascript:{token}"), "MAIL_RESET_URL");
  }

  private static void refused(Map<String, String> changes, String named) {
    assertThatThrownBy(() -> settings(changes))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(named);
  }

  private static MailSettings settings(Map<String, String> changes) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "MAIL_SMTP_URL", "smtp://mail.example.com",
                "MAIL_FROM", "Parley <parley@example.com>",
                "MAIL_RESET_URL", "https://app.example.com/reset#{token}"));
    values.putAll(changes);
    return MailSettings.from(Settings.of(values)).orElseThrow();
  }
}
