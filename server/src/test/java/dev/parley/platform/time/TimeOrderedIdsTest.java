package dev.parley.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

  private final Ids ids = new TimeOrderedIds(Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void knowsWhatNoIdOfAnInstantIsBelow() {
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    TimeOrderedIds ids = new TimeOrderedIds(Clock.fixed(now, ZoneOffset.UTC));
    String first = TimeOrderedIds.first(now).toString();
    for (int i = 0; i < 100; i++) {
      assertThat(ids.next().toString()).isGreaterThanOrEqualTo(first);
    }
    TimeOrderedIds before = new TimeOrderedIds(Clock.fixed(now.minusMillis(1), ZoneOffset.UTC));
    for (int i = 0; i < 100; i++) {
      assertThat(before.next().toString()).isLessThan(first);
    }
  }

  @Test
  void isAVersion7UuidThatCarriesItsMillisecond() {
    UUID id = ids.next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void growsStrictlyWithinOneMillisecondAndPastItsCounter() {
    List<String> made = Stream.generate(ids::next).limit(10_000).map(UUID::toString).toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void growsWhenTheClockStepsBack() {
    SteppingClock clock = new SteppingClock(NOON);
    Ids stepping = new TimeOrderedIds(clock);
    String before = stepping.next().toString();
    clock.now = NOON.minusSeconds(60);

    assertThat(stepping.next().toString()).isGreaterThan(before);
  }

  @Test
  void neverRepeatsUnderConcurrency() {
    Set<UUID> made = Collections.newSetFromMap(new ConcurrentHashMap<>());
    IntStream.range(0, 100_000).parallel().forEach(i -> made.add(ids.next()));

    assertThat(made).hasSize(100_000);
  }

  private static final class SteppingClock extends Clock {
    private Instant now;

    SteppingClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
