package dev.parley.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.settings.Settings;
import dev.parley.users.api.EmailAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SmtpIT {
  private final ScriptedSmtp server = new ScriptedSmtp();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aLetterIsHandedOver() {
    assertThat(send("ada@example.com")).isEqualTo(new Delivery.Taken());
    assertThat(server.letters()).hasSize(1);
    assertThat(server.letters().get(0))
        .contains("To: ada@example.com", "From: parley@example.com", "Subject: Hello", "a text")
        .contains("Auto-Submitted: auto-generated");
  }

  @Test
  void anAddressThatTheServerKnowsNotIsRefusedForGood() {
    server.answer("RCPT", "550 5.1.1 no such person");
    assertThat(send("ada@example.com")).isEqualTo(new Delivery.Refused(550));
  }

  @Test
  void aLetterThatTheServerWillNotHaveIsRefusedForGood() {
    server.answer(".", "554 5.7.1 not this one");
    assertThat(send("ada@example.com")).isEqualTo(new Delivery.Refused(554));
  }

  @Test
  void whatMayPassIsAFailure() {
    server.answer("RCPT", "451 4.3.0 later");
    failed();
    server.behave();
    server.answer("DATA", "452 4.3.1 full");
    failed();
    server.behave();
    server.answer("MAIL", "550 5.7.1 not from you");
    failed();
    server.behave();
    server.answer("CONNECT", "554 go away");
    failed();
    server.behave();
    server.answer("CONNECT", "no SMTP at all");
    failed();
  }

  @Test
  void aServerThatIsSilentIsGivenUp() {
    for (String command : new String[] {"CONNECT", "EHLO", "RCPT", "."}) {
      server.behave();
      server.answer(command, ScriptedSmtp.SILENCE);
      failed();
    }
  }

  @Test
  void aServerThatIsDownIsAFailure() {
    server.close();
    failed();
  }

  @Test
  void anAddressWithMoreInItIsRefusedBeforeAnybodyIsAsked() {
    assertThat(send("ada@example.com\r\nBcc: eve@example.com"))
        .isInstanceOf(Delivery.Refused.class);
    assertThat(send("ada@example.com, eve@example.com")).isInstanceOf(Delivery.Refused.class);
    assertThat(server.letters()).isEmpty();
  }

  @Test
  void aPasswordIsNotSentInClear() {
    server.answer("EHLO", "250-good\r\n250 AUTH PLAIN LOGIN");
    // An address of this machine that is not spelt as one.
    String elsewhere = "smtp://user:word@[::ffff:127.0.0.1]:" + server.port();
    Smtp smtp = smtp(Map.of("MAIL_SMTP_URL", elsewhere));
    assertThat(smtp.send(letter("ada@example.com"))).isInstanceOf(Delivery.Failed.class);
    assertThat(server.commands()).contains("EHLO").doesNotContain("AUTH", "MAIL");
    Smtp near = smtp(Map.of("MAIL_SMTP_URL", "smtp://user:word@127.0.0.1:" + server.port()));
    server.answer("AUTH", "235 welcome");
    assertThat(near.send(letter("ada@example.com"))).isEqualTo(new Delivery.Taken());
  }

  private void failed() {
    Delivery delivery = send("ada@example.com");
    assertThat(delivery).isInstanceOf(Delivery.Failed.class);
    assertThat(delivery.toString()).doesNotContain("ada", "example");
  }

  private Delivery send(String to) {
    return smtp(Map.of("MAIL_SMTP_URL", "smtp://127.0.0.1:" + server.port())).send(letter(to));
  }

  private static Letter letter(String to) {
    return new Letter(new EmailAddress(to), "Hello", "a text\n");
  }

  private static Smtp smtp(Map<String, String> url) {
    Map<String, String> values = new java.util.HashMap<>(url);
    values.put("MAIL_FROM", "parley@example.com");
    values.put("MAIL_RESET_URL", "https://app.example.com/reset#{token}");
    values.put("MAIL_TIMEOUT", "700ms");
    return new Smtp(MailSettings.from(Settings.of(values)).orElseThrow(), Clock.systemUTC());
  }
}
