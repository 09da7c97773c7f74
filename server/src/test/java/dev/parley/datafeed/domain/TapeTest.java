package dev.parley.datafeed.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TapeTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  @Test
  void sumsUpAnyRangeAsALoopOverItsRecordsDoes() {
    Random random = new Random(7);
    Tape tape = randomTrades(random, 3000);
    for (int i = 0; i < 2000; i++) {
      long from = random.nextInt(9000);
      long to = from + 1 + random.nextInt(i % 2 == 0 ? 10 : 9000);
      assertThat(tape.range(from, to)).as("%s to %s", from, to).isEqualTo(naive(tape, from, to));
    }
  }

  @Test
  void countsRecordsUpToAnOffsetAcrossRounds() {
    Tape tape =
        TapeBuilder.trades(START, Duration.ofSeconds(10), 0, 0)
            .trade(1, START.getEpochSecond(), 5, 1)
            .trade(2, START.getEpochSecond() + 3, 6, 1)
            .trade(3, START.getEpochSecond() + 3, 7, 1)
            .build();
    assertThat(tape.begunAt(-1)).isZero();
    assertThat(tape.begunAt(0)).isEqualTo(1);
    assertThat(tape.begunAt(2_999_999)).isEqualTo(1);
    assertThat(tape.begunAt(3_000_000)).isEqualTo(3);
    assertThat(tape.begunAt(9_999_999)).isEqualTo(3);
    assertThat(tape.begunAt(10_000_000)).isEqualTo(4);
    assertThat(tape.offsetOf(4)).isEqualTo(13_000_000);
    assertThat(tape.indexAfter(0, 0)).isZero();
    assertThat(tape.indexAfter(0, 2)).isEqualTo(2);
    assertThat(tape.indexAfter(1, 3)).isEqualTo(6);
  }

  @Test
  void refusesRecordsThatMakeNoTape() {
    long start = START.getEpochSecond();
    Duration day = Duration.ofDays(1);
    TapeBuilder trades = TapeBuilder.trades(START, day, 2, 2).trade(3, start + 5, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trades.trade(4, start + 4, 1, 1))
        .withMessage("Line 4 of the recording is earlier than the line before");
    assertThatIllegalArgumentException().isThrownBy(() -> trades.trade(3, start + 6, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> trades.trade(4, start + 6, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> trades.trade(4, start + 6, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> trades.trade(4, start + 86_400, 1, 1));
    TapeBuilder bars = TapeBuilder.bars(START, day, Duration.ofHours(1), 2, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> bars.bar(1, start + 1, 5, 6, 4, 5, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> bars.bar(1, start, 7, 6, 4, 5, 1));
    assertThatIllegalArgumentException().isThrownBy(bars::build);
  }

  static Tape randomTrades(Random random, int size) {
    TapeBuilder tape = TapeBuilder.trades(START, Duration.ofSeconds(size * 2L + 60), 2, 8);
    long second = START.getEpochSecond();
    for (int line = 1; line <= size; line++) {
      second += random.nextInt(3);
      tape.trade(line, second, 100 + random.nextInt(50_000), 1 + random.nextInt(1_000_000));
    }
    return tape.build();
  }

  private static Span naive(Tape tape, long from, long to) {
    Span span = tape.one(from);
    for (long i = from + 1; i < to; i++) {
      span = span.then(tape.one(i));
    }
    return span;
  }
}
