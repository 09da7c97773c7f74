package dev.parley.auth.oidc;

import dev.parley.auth.domain.Refusals;
import dev.parley.platform.contract.Formats;
import dev.parley.users.api.EmailAddress;
import io.jsonwebtoken.Claims;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the standard claims (OpenID Connect Core 1.0, 5.1) as far as they are fit to be kept. */
final class PersonClaims {
  private static final Pattern BLANKS = Pattern.compile("(?U)[\\s\\p{Cntrl}]+");
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_PICTURE = 2048;

  private PersonClaims() {}

  static ExternalIdentity read(TrustedIssuer issuer, Claims claims) {
    String subject =
        text(claims.get("sub"))
            .filter(sub -> !sub.isEmpty() && sub.length() <= LONGEST_SUBJECT)
            .orElseThrow(TokenRefusals::malformed);
    String nonce = text(claims.get("nonce")).orElseThrow(Refusals::invalidNonce);
    return new ExternalIdentity(
        issuer.identifier(),
        subject,
        email(claims).filter(email -> issuer.vouchesFor(email, text(claims.get("hd")))),
        text(claims.get("name")).flatMap(PersonClaims::fullName),
        text(claims.get("picture")).filter(PersonClaims::isPicture),
        nonce);
  }

  private static Optional<EmailAddress> email(Claims claims) {
    Object verified = claims.get("email_verified");
    // Some issuers write the boolean as text.
    boolean vouched = Boolean.TRUE.equals(verified) || "true".equals(verified);
    return text(claims.get("email"))
        .filter(email -> vouched && email.length() <= LONGEST_EMAIL)
        .filter(Formats::isEmail)
        .map(EmailAddress::new);
  }

  private static Optional<String> fullName(String name) {
    String clean = BLANKS.matcher(name).replaceAll(" ").strip();
    int end = Math.min(clean.length(), LONGEST_NAME);
    if (end < clean.length() && Character.isLowSurrogate(clean.charAt(end))) {
      end--;
    }
    String cut = clean.substring(0, end).strip();
    return cut.length() < 2 ? Optional.empty() : Optional.of(cut);
  }

  private static boolean isPicture(String picture) {
    return picture.length() <= LONGEST_PICTURE
        && Addresses.parse(picture)
            .filter(uri -> uri.getScheme().equalsIgnoreCase("https"))
            .isPresent();
  }

  /** Text that the database can keep. */
  private static Optional<String> text(@Nullable Object claim) {
    return claim instanceof String text && Formats.isStorable(text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
