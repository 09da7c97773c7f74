package dev.parley.auth.mail;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How mail leaves this server.
 *
 * @param host of MAIL_SMTP_URL
 * @param port of MAIL_SMTP_URL; 465 for {@code smtps}, else 25
 * @param encrypted {@code smtps}: encrypted from the first byte on; else STARTTLS where it is
 *     offered, and always before a password is sent
 * @param login user name and password of MAIL_SMTP_URL
 * @param from MAIL_FROM
 * @param resetUrl MAIL_RESET_URL, with {@code {token}} where the token goes
 * @param timeout MAIL_TIMEOUT, the longest wait for one answer of the SMTP server
 */
public record MailSettings(
    String host,
    int port,
    boolean encrypted,
    Optional<Login> login,
    String from,
    String resetUrl,
    Duration timeout) {
  /** What stands in MAIL_RESET_URL where the token goes. */
  public static final String TOKEN = "{token}";

  private static final String URL = "MAIL_SMTP_URL";
  private static final String FROM = "MAIL_FROM";
  private static final String RESET_URL = "MAIL_RESET_URL";
  private static final int LONGEST = 1000;

  /** Who this server is to the SMTP server. Prints without the password. */
  public record Login(String user, Secret password) {}

  public MailSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(resetUrl, "resetUrl");
    Objects.requireNonNull(timeout, "timeout");
  }

  /** Empty where MAIL_SMTP_URL is not set: then no mail is sent. */
  public static Optional<MailSettings> from(Settings settings) {
    Optional<Secret> url = settings.secret(URL);
    Optional<String> from = settings.text(FROM);
    Optional<String> resetUrl = settings.text(RESET_URL);
    Duration timeout =
        settings.duration(
            "MAIL_TIMEOUT", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(1));
    return url.map(
        secret -> {
          URI smtp = smtp(secret);
          boolean encrypted = smtp.getScheme().equalsIgnoreCase("smtps");
          int port = smtp.getPort() >= 0 ? smtp.getPort() : encrypted ? 465 : 25;
          return new MailSettings(
              smtp.getHost(),
              port,
              encrypted,
              login(smtp, secret),
              sender(from.orElse("")),
              link(resetUrl.orElse("")),
              timeout);
        });
  }

  /** Where the holder of a reset token chooses a new password. */
  public String link(Secret token) {
    return resetUrl.replace(TOKEN, token.reveal());
  }

  private static URI smtp(Secret secret) {
    try {
      URI uri = new URI(secret.reveal());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("smtp") || scheme.equals("smtps")) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException bad) {
      // Its message quotes the address, with the password.
    }
    throw unusable(secret);
  }

  private static Optional<Login> login(URI smtp, Secret secret) {
    String info = smtp.getRawUserInfo();
    if (info == null) {
      return Optional.empty();
    }
    int colon = info.indexOf(':');
    if (colon < 1) {
      throw unusable(secret);
    }
    return Optional.of(
        new Login(
            decoded(info.substring(0, colon)), new Secret(decoded(info.substring(colon + 1)))));
  }

  /** Percent escapes alone: a plus is a plus here. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static RuntimeException unusable(Secret secret) {
    return Settings.unusable(URL, secret, "smtp://user:password@host:587 or smtps://…");
  }

  private static String sender(String text) {
    try {
      InternetAddress[] parsed = InternetAddress.parse(text, true);
      if (parsed.length == 1) {
        parsed[0].validate();
        return text;
      }
    } catch (AddressException bad) {
      // Told below, in our words.
    }
    throw Settings.unusable(FROM, text, "the mail address that mail comes from");
  }

  private static String link(String text) {
    boolean usable = text.contains(TOKEN) && text.length() <= LONGEST;
    try {
      URI uri = new URI(text.replace(TOKEN, "x"));
      usable &= uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http");
    } catch (URISyntaxException bad) {
      usable = false;
    }
    if (!usable) {
      throw Settings.unusable(
          RESET_URL, text, "the address of the page that takes a reset, with {token} in it");
    }
    return text;
  }
}
