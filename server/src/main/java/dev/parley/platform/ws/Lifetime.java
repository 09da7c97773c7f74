package dev.parley.platform.ws;

import dev.parley.contract.frames.TokenExpiringFrame;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of one socket: when it was heard of last, when its heartbeat is due, when its token
 * ends. Heard from the reading thread, asked by the housekeeper's; safe for both.
 */
final class Lifetime {
  private final WsSettings settings;
  private final boolean renews;
  private final Instant openedAt;
  private volatile Instant heardAt;
  private volatile Instant beatAt;
  private volatile @Nullable Instant noticeFor;

  /**
   * @param renews whether tokens are renewed in frames; else the socket lives as long as a session,
   *     or a key
   */
  Lifetime(WsSettings settings, boolean renews, Instant openedAt) {
    this.settings = settings;
    this.renews = renews;
    this.openedAt = openedAt;
    this.heardAt = openedAt;
    this.beatAt = openedAt;
  }

  void heard(Instant now) {
    heardAt = now;
  }

  /** What time has brought about since the last call, if anything. */
  Optional<End> tick(Instant now, @Nullable Principal principal) {
    if (heardAt.plus(settings.heartbeat().multipliedBy(2)).isBefore(now)) {
      return Optional.of(new End.Silent());
    }
    if (principal == null) {
      return openedAt.plus(settings.authenticateWithin()).isBefore(now)
          ? Optional.of(new End.NoCredentials("No credentials in time"))
          : Optional.empty();
    }
    if (renews) {
      return token(now, principal.expiresAt());
    }
    // A person's session goes on in other tokens; keys and tokens of applications have nothing
    // else.
    boolean programEnded =
        principal.credential() != CredentialKind.SESSION && !now.isBefore(principal.expiresAt());
    return programEnded || openedAt.plus(settings.dialectLife()).isBefore(now)
        ? Optional.of(new End.NoCredentials("The session has ended"))
        : Optional.empty();
  }

  private Optional<End> token(Instant now, Instant expiresAt) {
    if (!now.isBefore(expiresAt)) {
      return Optional.of(new End.NoCredentials("The token has expired"));
    }
    if (now.isBefore(expiresAt.minus(settings.expiryNotice())) || expiresAt.equals(noticeFor)) {
      return Optional.empty();
    }
    noticeFor = expiresAt;
    return Optional.of(new End.Soon(new TokenExpiringFrame(now, expiresAt)));
  }

  /** Whether a heartbeat is due; if so the next is due one interval later. */
  boolean beatDue(Instant now) {
    boolean due = !beatAt.plus(settings.heartbeat()).isAfter(now);
    if (due) {
      beatAt = now;
    }
    return due;
  }

  /** How a socket ends by itself, or hears that it will. */
  sealed interface End {
    /** Nothing was heard for two heartbeats. */
    record Silent() implements End {}

    /** It has none, or none any more. */
    record NoCredentials(String detail) implements End {}

    /** Its token ends soon. */
    record Soon(TokenExpiringFrame notice) implements End {}
  }
}
