package dev.parley.platform.ws.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogFeedTest {
  private static final LogKey KEY = LogKey.everyone("t");
  private static final int TAIL = 4;

  private final LogFeed feed = new LogFeed(KEY, TAIL);
  private final List<Long> seen = new ArrayList<>();
  private final Subscriber subscriber = event -> seen.add(event.seq());

  private static List<StoredEvent> events(long... seqs) {
    return Arrays.stream(seqs)
        .mapToObj(seq -> new StoredEvent(KEY, seq, "a.b", "1", null, Instant.EPOCH, "{}"))
        .toList();
  }

  private void joinAt(long seq) {
    feed.beginJoin();
    assertThat(feed.startAt(new Position("e", seq))).isFalse();
    assertThat(feed.attach(subscriber, seq)).isTrue();
  }

  @Test
  void dropsWhatWasSeenAndKeepsOrder() {
    joinAt(10);
    assertThat(feed.offer(events(9, 10, 11))).isFalse();
    assertThat(feed.offer(events(11, 12))).isFalse();
    assertThat(seen).containsExactly(11L, 12L);
  }

  @Test
  void holdsBackWhatComesTooEarlyUntilTheGapIsFilled() {
    joinAt(0);
    assertThat(feed.offer(events(2))).isTrue();
    assertThat(feed.offer(events(4))).isTrue();
    assertThat(seen).isEmpty();
    assertThat(feed.offer(events(1))).isTrue();
    assertThat(seen).containsExactly(1L, 2L);
    assertThat(feed.offer(events(3))).isFalse();
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void keepsABoundedNumberOfEarlyOnesAndAsksForTheRestAgain() {
    joinAt(0);
    long[] early = LongStream.rangeClosed(2, 3000).toArray();
    assertThat(feed.offer(events(early))).isTrue();
    assertThat(feed.offer(events(1))).as("what was let go is missing").isTrue();
    long kept = seen.getLast();
    assertThat(kept).isLessThan(3000);
    for (long from = kept + 1; from <= 3000; from += 200) {
      long to = Math.min(from + 199, 3000);
      boolean missing = feed.offer(events(LongStream.rangeClosed(from, to).toArray()));
      assertThat(missing).isEqualTo(to < 3000);
    }
    assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 3000).boxed().toList());
  }

  @Test
  void noticesThatItHasHeardOfMoreThanItHas() {
    joinAt(3);
    assertThat(feed.reached(3)).isFalse();
    assertThat(feed.reached(5)).isTrue();
    assertThat(feed.offer(events(4, 5))).isFalse();
  }

  @Test
  void remembersWhatItHeardBeforeItKnewWhereToStart() {
    feed.beginJoin();
    assertThat(feed.reached(7)).isFalse();
    assertThat(feed.offer(events(9))).isFalse();
    assertThat(feed.startAt(new Position("e", 5))).isTrue();
    assertThat(feed.attach(subscriber, 5)).isTrue();
    assertThat(feed.offer(events(6, 7, 8))).isFalse();
    assertThat(seen).containsExactly(6L, 7L, 8L, 9L);
  }

  @Test
  void aNewcomerGetsWhatHappenedWhileItRead() {
    joinAt(0);
    List<Long> second = new ArrayList<>();
    Subscriber newcomer = event -> second.add(event.seq());
    feed.beginJoin();
    feed.offer(events(1, 2, 3));
    assertThat(feed.attach(newcomer, 1)).isTrue();
    feed.offer(events(4));
    assertThat(second).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aNewcomerTooFarBehindReadsOn() {
    joinAt(0);
    feed.beginJoin();
    feed.offer(events(1, 2, 3, 4, 5, 6));
    List<Long> second = new ArrayList<>();
    Subscriber newcomer = event -> second.add(event.seq());
    assertThat(feed.attach(newcomer, 1)).isFalse();
    assertThat(feed.attach(newcomer, 2)).isTrue();
    assertThat(second).containsExactly(3L, 4L, 5L, 6L);
  }

  @Test
  void keepsNothingOnceNobodyJoins() {
    joinAt(0);
    feed.beginJoin();
    feed.offer(events(1));
    feed.giveUp();
    feed.beginJoin();
    assertThat(feed.attach(event -> {}, 0)).isFalse();
  }

  @Test
  void aNewcomerAheadOfTheFeedIsLiveAtOnce() {
    joinAt(1);
    feed.beginJoin();
    assertThat(feed.startAt(new Position("e", 9))).isFalse();
    assertThat(feed.attach(event -> {}, 9)).isTrue();
  }
}
