package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.tx.Transactions;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads what lies before the live stream, for few sockets at a time: when a thousand reconnect at
 * once, room is left for requests. Thread-safe.
 */
final class PastReader {
  private static final int MAX_READS = 4;

  private final Transactions transactions;
  private final EventLog log;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Semaphore reads = new Semaphore(MAX_READS);

  PastReader(Transactions transactions, EventLog log, ObjectMapper json, InstantSource clock) {
    this.transactions = transactions;
    this.log = log;
    this.json = json;
    this.clock = clock;
  }

  Backlog since(Join join, Position since, int limit) throws InterruptedException {
    return reading(() -> log.since(join.key(), since, limit));
  }

  List<StoredEvent> after(Join join, long seq, int limit) throws InterruptedException {
    return reading(() -> log.after(join.key(), seq, limit));
  }

  /** Position and, where asked for, snapshot of a log, both of one transaction. */
  State state(Join join) throws InterruptedException {
    return reading(
        () ->
            transactions.read(
                handle ->
                    new State(
                        log.position(handle, join.key()),
                        join.wantsSnapshot() ? ask(join, handle) : null)));
  }

  /** The snapshot of a topic outside the log. */
  Object snapshot(Join join) throws InterruptedException {
    return reading(() -> transactions.read(handle -> ask(join, handle)));
  }

  private Object ask(Join join, Handle handle) {
    SnapshotContext context =
        new SnapshotContext(join.request().principal(), handle, clock.instant());
    return join.handler().snapshot(context, join.request());
  }

  String encode(Object data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <R> R reading(Supplier<R> read) throws InterruptedException {
    reads.acquire();
    try {
      return read.get();
    } finally {
      reads.release();
    }
  }

  /**
   * @param data null where no snapshot was asked for
   */
  record State(Position position, @Nullable Object data) {}
}
