package dev.parley.platform.ws.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final LogKey KEY = LogKey.everyone("t");

  private final ListLog log = new ListLog();
  private final Hub hub = new Hub(log);
  private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
  private final Subscriber subscriber = event -> seen.add(event.seq());

  @AfterEach
  void stop() {
    hub.close();
  }

  private LogFeed join() {
    LogFeed feed = hub.acquire(KEY);
    feed.beginJoin();
    hub.startAt(feed, new Position("e", 0));
    assertThat(feed.attach(subscriber, 0)).isTrue();
    return feed;
  }

  private static StoredEvent event(long seq) {
    return new StoredEvent(KEY, seq, "a.b", "1", null, Instant.EPOCH, "{}");
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void watchesALogWhileSomebodyUsesIt() {
    LogFeed feed = join();
    assertThat(hub.acquire(KEY)).isSameAs(feed);
    hub.release(feed, event -> {});
    assertThat(hub.watched()).containsExactly(KEY);
    hub.release(feed, subscriber);
    assertThat(hub.watched()).isEmpty();
    hub.committed(List.of(event(1)));
    assertThat(seen).isEmpty();
  }

  @Test
  void commitsThatOvertakeEachOtherNeedNoReading() {
    join();
    hub.committed(List.of(event(2)));
    hub.committed(List.of(event(1)));
    hub.committed(List.of(event(2)));
    assertThat(seen).containsExactly(1L, 2L);
    assertThat(log.reads).hasValue(0);
  }

  @Test
  void fetchesWhatStaysAway() {
    join();
    log.grow(3);
    hub.committed(List.of(event(3)));
    assertThat(seen).isEmpty();
    await().untilAsserted(() -> assertThat(seen).isEqualTo(upTo(3)));
  }

  @Test
  void triesAgainWhenTheLogCannotBeRead() {
    join();
    log.failures.set(1);
    log.grow(2);
    hub.committed(List.of(event(2)));
    await().untilAsserted(() -> assertThat(seen).isEqualTo(upTo(2)));
  }

  @Test
  void readsAllPagesBehindASignal() {
    join();
    log.grow(950);
    hub.moved(Map.of(KEY, 950L));
    assertThat(seen).isEqualTo(upTo(950));
    int reads = log.reads.get();
    hub.moved(Map.of(KEY, 950L));
    assertThat(log.reads).hasValue(reads);
  }

  /** A log in memory. */
  private static final class ListLog implements EventLog {
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    private volatile long end;

    void grow(long last) {
      end = last;
    }

    @Override
    public List<StoredEvent> after(LogKey key, long seq, int limit) {
      reads.incrementAndGet();
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("no database");
      }
      return LongStream.rangeClosed(seq + 1, Math.min(end, seq + limit))
          .mapToObj(HubTest::event)
          .toList();
    }

    @Override
    public Map<LogKey, List<StoredEvent>> after(Map<LogKey, Long> seqs, int limitPerKey) {
      Map<LogKey, List<StoredEvent>> found = new HashMap<>();
      seqs.forEach((key, seq) -> found.put(key, after(key, seq, limitPerKey)));
      return found;
    }

    @Override
    public Position position(Handle handle, LogKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<LogKey, Position> positions(Handle handle, Collection<LogKey> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<LogKey, Position> positions(Collection<LogKey> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Backlog since(LogKey key, Position position, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
