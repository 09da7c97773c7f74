package dev.parley.auth.domain;

import dev.parley.auth.domain.RefreshDecision.Reason;
import dev.parley.auth.domain.RefreshDecision.Refuse;
import dev.parley.auth.domain.RefreshDecision.Repeat;
import dev.parley.auth.domain.RefreshDecision.RevokeFamily;
import dev.parley.auth.domain.RefreshDecision.Rotate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Each refresh token works once. A second use by the same device within the grace, while the
 * successor was never used, is taken for a lost answer; any other second use for theft. Which of
 * the answers was lost cannot be told, since a retry may overtake the try it repeats: each has its
 * successor, until one of them is used. The others are dead then, and one that turns up after all
 * counts as theft too.
 *
 * @param grace from the first exchange; not prolonged by later ones
 */
public record RefreshRules(Duration grace) {
  public static final RefreshRules STANDARD = new RefreshRules(Duration.ofSeconds(30));

  /**
   * @param session read under its lock, so that two uses of one token cannot both be the first
   * @param successor what the token was last exchanged for, if it was
   * @param fp fingerprint of the device that asks
   */
  public RefreshDecision decide(
      Session session,
      RefreshToken token,
      Optional<RefreshToken> successor,
      Optional<String> fp,
      Instant now) {
    if (session.revoked()) {
      return new Refuse(Reason.SESSION_REVOKED);
    }
    if (!now.isBefore(session.expiresAt())) {
      return new Refuse(Reason.EXPIRED);
    }
    if (!token.unused()) {
      boolean inGrace =
          token.diedAt() == null
              && token.rotatedAt() != null
              && !now.isAfter(token.rotatedAt().plus(grace))
              && session.boundTo(fp);
      boolean pending = successor.filter(RefreshToken::unused).isPresent();
      return inGrace && pending ? new Repeat() : new RevokeFamily();
    }
    if (!now.isBefore(token.expiresAt())) {
      return new Refuse(Reason.EXPIRED);
    }
    if (!session.boundTo(fp)) {
      return new Refuse(Reason.OTHER_DEVICE);
    }
    return new Rotate();
  }
}
