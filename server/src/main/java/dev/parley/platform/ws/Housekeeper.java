package dev.parley.platform.ws;

import dev.parley.contract.frames.HeartbeatFrame;
import dev.parley.contract.frames.TopicPosition;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to happen to sockets as time goes by: heartbeats, expiries, and the end of those that do
 * not end by themselves. Thread-safe.
 */
final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final long TICK_MS = 100;

  private final InstantSource clock;
  private final Duration abortAfter;
  private final Connections connections;
  private final EventLog log;
  private final Map<Connection, Instant> ending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ws-housekeeper").factory());

  Housekeeper(InstantSource clock, Duration abortAfter, Connections connections, EventLog log) {
    this.clock = clock;
    this.abortAfter = abortAfter;
    this.connections = connections;
    this.log = log;
  }

  void start() {
    var unused =
        timer.scheduleWithFixedDelay(this::safely, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    timer.shutdownNow();
    ending.keySet().forEach(connection -> connection.outbound().terminate());
  }

  /** Waits until the closing sockets are gone, at most this long. */
  void settle(Duration patience) throws InterruptedException {
    Instant end = clock.instant().plus(patience);
    while (clock.instant().isBefore(end)
        && ending.keySet().stream().anyMatch(closing -> closing.outbound().isAlive())) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** A socket is closing; if it is not gone in time it is cut off. */
  void expectEnd(Connection connection, Instant since) {
    ending.putIfAbsent(connection, since.plus(abortAfter));
  }

  private void safely() {
    try {
      tick(clock.instant());
    } catch (Throwable e) {
      // An Error too: it would end the timer, and no socket would end in time any more.
      LOG.error("Looking after the sockets failed, going on", e);
    }
  }

  private void tick(Instant now) {
    ending.forEach(
        (connection, deadline) -> {
          if (!now.isBefore(deadline)) {
            connection.outbound().abort();
            connection.closed();
            ending.remove(connection);
          }
        });
    connections.all().forEach(connection -> connection.tick(now));
    List<Connection> due =
        connections.all().stream().filter(connection -> connection.beatDue(now)).toList();
    if (!due.isEmpty()) {
      // Reads the log; the clock must not wait for it.
      Thread.ofVirtual().name("ws-heartbeat").start(() -> beat(due, now));
    }
  }

  private void beat(List<Connection> due, Instant now) {
    Set<LogKey> keys = new HashSet<>();
    due.forEach(
        connection -> connection.topics().all().forEach(one -> one.key().ifPresent(keys::add)));
    Map<LogKey, Position> positions = positions(keys);
    for (Connection connection : due) {
      List<TopicPosition> topics = new ArrayList<>();
      for (Subscription one : connection.topics().all()) {
        one.key()
            .map(positions::get)
            .or(one::livePosition)
            .ifPresent(at -> topics.add(new TopicPosition(one.topic(), at.epoch(), at.seq())));
      }
      connection.beat(new HeartbeatFrame(now, topics));
    }
  }

  /** From the table itself; without a database the heartbeat still shows that the socket lives. */
  private Map<LogKey, Position> positions(Set<LogKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    try {
      return log.positions(keys);
    } catch (RuntimeException e) {
      LOG.warn("Heartbeats go without positions: {}", e.toString());
      return Map.of();
    }
  }
}
