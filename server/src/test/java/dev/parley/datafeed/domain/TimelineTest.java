package dev.parley.datafeed.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant NOW = Instant.parse("2026-11-21T22:05:00.123456Z");

  @Test
  void findsTheFirstInstantAtWhichAnOffsetHasBeenPlayed() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      Timeline timeline = new Timeline(random.nextLong(1L << 50), 1 + random.nextInt(3600));
      long offset = random.nextLong(1L << 50);
      long time = timeline.timeOf(offset);
      assertThat(timeline.playedAt(time)).isGreaterThanOrEqualTo(offset);
      assertThat(timeline.playedAt(time - 1)).isLessThan(offset);
    }
  }

  @Test
  void runsAsFastAsItIsTold() {
    Timeline timeline = new Timeline(0, 10);
    assertThat(timeline.timeOf(60_000_000)).isEqualTo(6_000_000);
    assertThat(timeline.playedAt(-1)).isNegative();
  }

  @Test
  void shiftsByWholeUnits() {
    Tape tape = TapeTest.randomTrades(new Random(3), 10);
    Timeline weeks = Timeline.begin(tape, 1, NOW, Duration.ofDays(7));
    assertThat(weeks.anchor()).isBeforeOrEqualTo(NOW).isAfter(NOW.minus(Duration.ofDays(7)));
    assertThat(Duration.between(tape.sourceStart(), weeks.anchor()).toSeconds() % 604_800).isZero();
  }

  @Test
  void goesOnFromWhereItIsAtAnotherSpeed() {
    Random random = new Random(2);
    Tape trades = TapeTest.randomTrades(random, 100);
    Tape bars =
        TapeBuilder.bars(
                Instant.parse("2020-01-01T00:00:00Z"),
                Duration.ofHours(2),
                Duration.ofMinutes(5),
                0,
                0)
            .bar(1, Instant.parse("2020-01-01T00:10:00Z").getEpochSecond(), 1, 1, 1, 1, 1)
            .build();
    for (int i = 0; i < 2000; i++) {
      for (Tape tape : new Tape[] {trades, bars}) {
        Timeline before =
            Timeline.begin(
                tape, 1 + random.nextInt(100), NOW.minus(Duration.ofDays(9)), Duration.ofDays(1));
        int speed = 1 + random.nextInt(100);
        Timeline after = before.atSpeed(tape, speed, NOW);
        long played = before.playedAt(Micros.of(NOW));
        assertThat(after.playedAt(Micros.of(NOW)) - played)
            .isBetween(0L, speed * Math.max(1, tape.recordMicros()) - 1);
        assertThat(after.speed()).isEqualTo(speed);
        assertThat(after.anchorMicros() % Math.max(1, tape.recordMicros())).isZero();
      }
    }
    Timeline same = new Timeline(5, 7);
    assertThat(same.atSpeed(trades, 7, NOW)).isSameAs(same);
  }
}
