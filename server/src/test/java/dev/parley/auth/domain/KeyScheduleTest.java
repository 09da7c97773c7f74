package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.domain.KeySchedule.KeyTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final KeySchedule schedule = KeySchedule.of(Duration.ofDays(30), LIFE);

  @Test
  void theFirstKeySignsAtOnce() {
    assertThat(schedule.due(List.of(), START)).contains(START);
    assertThat(schedule.signing(List.of(), START)).isEmpty();
  }

  @Test
  void theNextIsMadeAnHourAheadAndSignsWhenTheLastOneEnds() {
    List<KeyTimes> keys = List.of(new KeyTimes("a", START));
    Instant end = START.plus(Duration.ofDays(30));
    assertThat(schedule.due(keys, end.minusSeconds(3601))).isEmpty();
    assertThat(schedule.due(keys, end.minusSeconds(3600))).contains(end);
  }

  @Test
  void afterALongStopTheNextIsAnnouncedAllTheSame() {
    Instant late = START.plus(Duration.ofDays(90));
    assertThat(schedule.due(List.of(new KeyTimes("a", START)), late))
        .contains(late.plus(schedule.ahead()));
  }

  @Test
  void shortRotationsAreAnnouncedAQuarterAhead() {
    assertThat(KeySchedule.of(Duration.ofMinutes(40), LIFE).ahead())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void alwaysOneKeySignsAndEveryTokenCanBeCheckedForAYear() {
    List<KeyTimes> keys = new ArrayList<>();
    List<Signed> tokens = new ArrayList<>();
    for (int step = 0; step < 365 * 24; step++) {
      Instant now = START.plus(Duration.ofHours(step));
      Optional<Instant> due = schedule.due(keys, now);
      due.ifPresent(from -> keys.add(new KeyTimes("k" + keys.size(), from)));
      assertThat(schedule.due(keys, now)).as("one at a time").isEmpty();
      KeyTimes signing = schedule.signing(keys, now).orElseThrow();
      assertThat(signing.signsFrom()).isBeforeOrEqualTo(now);
      tokens.add(new Signed(signing, now.plus(LIFE)));
      tokens.removeIf(token -> token.end().isBefore(now));
      tokens.forEach(
          token -> assertThat(schedule.inUse(token.key(), keys, now)).as("%s", token).isTrue());
    }
    assertThat(keys).hasSizeBetween(12, 14);
    Instant end = START.plus(Duration.ofDays(365));
    assertThat(keys.stream().filter(key -> schedule.inUse(key, keys, end))).hasSizeBetween(1, 2);
  }

  @Test
  void aKeyIsUnusedOnceTheLastTokenOfItHasEnded() {
    KeyTimes old = new KeyTimes("a", START);
    List<KeyTimes> keys = List.of(old, new KeyTimes("b", START.plusSeconds(100)));
    Instant end = START.plusSeconds(100).plus(LIFE);
    assertThat(schedule.inUse(old, keys, end.minusMillis(1))).isTrue();
    assertThat(schedule.inUse(old, keys, end)).isFalse();
  }

  private record Signed(KeyTimes key, Instant end) {}
}
