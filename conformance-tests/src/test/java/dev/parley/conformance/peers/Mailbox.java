package dev.parley.conformance.peers;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** An SMTP server that keeps what it is sent, and the links in it. Thread-safe. */
public final class Mailbox implements AutoCloseable {
  private static final String PAGE = "https://app.example.com/page#token=";
  private static final Pattern LINK = Pattern.compile(Pattern.quote(PAGE) + "([A-Za-z0-9_-]+)");

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  public Mailbox() {
    server.start();
  }

  /** Settings of a server that sends its mail here. */
  public Map<String, String> settings() {
    return Map.of(
        "MAIL_SMTP_URL", "smtp://127.0.0.1:" + server.getSmtp().getPort(),
        "MAIL_FROM", "parley@example.com",
        "MAIL_RESET_URL", PAGE + "{token}");
  }

  /** The token in the last mail to an address; waits for one. */
  public String token(String address) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> lastToken(address), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> lastToken(String address) {
    return Arrays.stream(server.getReceivedMessages())
        .filter(message -> isTo(message, address))
        .map(message -> LINK.matcher(GreenMailUtil.getBody(message)))
        .filter(Matcher::find)
        .map(link -> link.group(1))
        .reduce((earlier, later) -> later);
  }

  private static boolean isTo(MimeMessage message, String address) {
    try {
      for (Address recipient : message.getAllRecipients()) {
        if (recipient instanceof InternetAddress mail && mail.getAddress().equals(address)) {
          return true;
        }
      }
      return false;
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
