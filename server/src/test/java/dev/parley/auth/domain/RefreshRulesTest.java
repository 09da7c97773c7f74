package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.domain.RefreshDecision.Reason;
import dev.parley.auth.domain.RefreshDecision.Refuse;
import dev.parley.auth.domain.RefreshDecision.Repeat;
import dev.parley.auth.domain.RefreshDecision.RevokeFamily;
import dev.parley.auth.domain.RefreshDecision.Rotate;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T22:00:00Z");
  private static final Optional<String> DEVICE = Optional.of("device");
  private static final UUID ID = new UUID(0, 1);
  private static final UUID NEXT = new UUID(0, 2);

  private final Session session = session(null, NOW.plusSeconds(3600));

  @Test
  void exchangesAnUnusedToken() {
    assertThat(decide(session, unused(), null, DEVICE)).isEqualTo(new Rotate());
  }

  @Test
  void refusesAnExpiredToken() {
    RefreshToken expired = new RefreshToken(ID, session.id(), NOW, null, null, null);
    assertThat(decide(session, expired, null, DEVICE)).isEqualTo(new Refuse(Reason.EXPIRED));
  }

  @Test
  void refusesWhenTheSessionHasEndedOrWasRevoked() {
    assertThat(decide(session(null, NOW), unused(), null, DEVICE))
        .isEqualTo(new Refuse(Reason.EXPIRED));
    assertThat(decide(session(NOW, NOW.plusSeconds(9)), unused(), null, DEVICE))
        .isEqualTo(new Refuse(Reason.SESSION_REVOKED));
  }

  @Test
  void refusesAnotherDeviceAndOneThatDoesNotNameItself() {
    for (Optional<String> other : java.util.List.of(Optional.of("x"), Optional.<String>empty())) {
      assertThat(decide(session, unused(), null, other)).isEqualTo(new Refuse(Reason.OTHER_DEVICE));
    }
  }

  @Test
  void doesNotAskForADeviceWhereNoneWasBound() {
    Session free = new Session(ID, ID, null, NOW, NOW.plusSeconds(9), null);
    assertThat(decide(free, unused(), null, Optional.empty())).isEqualTo(new Rotate());
    assertThat(decide(free, unused(), null, DEVICE)).isEqualTo(new Rotate());
  }

  @Test
  void givesAnotherSuccessorWhereNoneWasUsed() {
    assertThat(decide(session, rotated(NOW.minusSeconds(30)), unused(NEXT), DEVICE))
        .isEqualTo(new Repeat());
  }

  @Test
  void takesALateSecondUseForTheft() {
    assertThat(
            decide(session, rotated(NOW.minusSeconds(30).minusNanos(1000)), unused(NEXT), DEVICE))
        .isEqualTo(new RevokeFamily());
  }

  @Test
  void takesASecondUseByAnotherDeviceForTheft() {
    assertThat(decide(session, rotated(NOW), unused(NEXT), Optional.of("x")))
        .isEqualTo(new RevokeFamily());
  }

  @Test
  void takesASecondUseForTheftOnceAnotherSuccessorWasUsed() {
    RefreshToken dead = new RefreshToken(NEXT, session.id(), NOW.plusSeconds(9), null, null, NOW);
    assertThat(decide(session, rotated(NOW), dead, DEVICE)).isEqualTo(new RevokeFamily());
  }

  @Test
  void takesASecondUseForTheftOnceTheSuccessorWasUsed() {
    RefreshToken used = new RefreshToken(NEXT, session.id(), NOW.plusSeconds(9), NOW, ID, null);
    assertThat(decide(session, rotated(NOW), used, DEVICE)).isEqualTo(new RevokeFamily());
  }

  @Test
  void takesADeadTokenThatTurnsUpForTheft() {
    RefreshToken dead = new RefreshToken(ID, session.id(), NOW.plusSeconds(9), null, null, NOW);
    assertThat(decide(session, dead, null, DEVICE)).isEqualTo(new RevokeFamily());
  }

  private static RefreshDecision decide(
      Session session,
      RefreshToken token,
      @Nullable RefreshToken successor,
      Optional<String> device) {
    return RefreshRules.STANDARD.decide(
        session, token, Optional.ofNullable(successor), device, NOW);
  }

  private static Session session(@Nullable Instant revokedAt, Instant expiresAt) {
    return new Session(ID, ID, "device", NOW.minusSeconds(100), expiresAt, revokedAt);
  }

  private RefreshToken unused() {
    return unused(ID);
  }

  private RefreshToken unused(UUID id) {
    return new RefreshToken(id, session.id(), NOW.plusSeconds(9), null, null, null);
  }

  private RefreshToken rotated(Instant at) {
    return new RefreshToken(ID, session.id(), NOW.plusSeconds(9), at, NEXT, null);
  }
}
