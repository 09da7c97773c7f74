package dev.parley.auth.mail;

import dev.parley.platform.net.Loopback;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Hands letters to an SMTP server (RFC 5321), each over a connection of its own and each wait
 * bounded. Answers what came of it and throws nothing; the messages of the library quote addresses
 * and are not passed on. Thread-safe.
 */
public final class Smtp {
  private static final String ALWAYS_ENCRYPTED = "smtps";

  private final MailSettings settings;
  private final Session session;
  private final Clock clock;

  public Smtp(MailSettings settings, Clock clock) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.session = Session.getInstance(properties(settings), authenticator(settings));
  }

  /** Hands a letter over, in at most a few times the timeout. */
  public Delivery send(Letter letter) {
    MimeMessage message;
    try {
      message = message(letter);
    } catch (AddressException none) {
      return new Delivery.Refused(0);
    } catch (MessagingException bad) {
      return new Delivery.Failed(bad.getClass().getSimpleName());
    }
    try {
      Transport.send(message);
      return new Delivery.Taken();
    } catch (MessagingException failure) {
      return judged(failure);
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    InternetAddress to = new InternetAddress(letter.to().text(), true);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(settings.from()));
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    message.setText(letter.text(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    // RFC 3834: nobody's holiday answers this.
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** 5yz of SMTP is for ever; but what it says of the sender or of us, an operator may mend. */
  private static Delivery judged(MessagingException failure) {
    int code = 0;
    for (Exception at = failure; at != null; at = next(at)) {
      code =
          switch (at) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> 0;
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> code;
          };
    }
    return code >= 500
        ? new Delivery.Refused(code)
        : new Delivery.Failed(failure.getClass().getSimpleName() + (code == 0 ? "" : " " + code));
  }

  private static Exception next(Exception at) {
    return at instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static Properties properties(MailSettings settings) {
    String scheme = settings.encrypted() ? ALWAYS_ENCRYPTED : "smtp";
    String prefix = "mail." + scheme + ".";
    String timeout = Long.toString(settings.timeout().toMillis());
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", scheme);
    properties.put("mail.transport.protocol.rfc822", scheme);
    properties.put("mail.mime.allowutf8", "true");
    properties.put(prefix + "host", settings.host());
    properties.put(prefix + "port", Integer.toString(settings.port()));
    properties.put(prefix + "localhost", localName());
    for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.put(prefix + wait, timeout);
    }
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "starttls.enable", "true");
    properties.put(prefix + "quitwait", "false");
    settings
        .login()
        .ifPresent(
            login -> {
              properties.put(prefix + "auth", "true");
              properties.put(prefix + "starttls.required", needsStartTls(settings));
            });
    return properties;
  }

  private static String needsStartTls(MailSettings settings) {
    return Boolean.toString(!settings.encrypted() && !Loopback.is(settings.host()));
  }

  private static Authenticator authenticator(MailSettings settings) {
    Optional<MailSettings.Login> login = settings.login();
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return login
            .map(known -> new PasswordAuthentication(known.user(), known.password().reveal()))
            .orElse(null);
      }
    };
  }

  /** What this host is called at HELO. */
  private static String localName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
