package dev.parley.conformance.faults;

import dev.parley.client.ParleyClient;
import dev.parley.client.ws.ParleyStreams;
import dev.parley.client.ws.Position;
import dev.parley.client.ws.StreamListener;
import dev.parley.client.ws.Subscription;
import dev.parley.client.ws.broker.AccountEvent;
import dev.parley.client.ws.broker.AccountSnapshot;
import dev.parley.client.ws.broker.AccountUpdated;
import dev.parley.client.ws.broker.BrokerStreams;
import dev.parley.client.ws.broker.ExecutionCreated;
import dev.parley.client.ws.broker.ExecutionsEvent;
import dev.parley.client.ws.broker.ExecutionsSnapshot;
import dev.parley.client.ws.broker.OrderCancelled;
import dev.parley.client.ws.broker.OrderEventData;
import dev.parley.client.ws.broker.OrderFilled;
import dev.parley.client.ws.broker.OrderPartiallyFilled;
import dev.parley.client.ws.broker.OrderPlaced;
import dev.parley.client.ws.broker.OrderRejected;
import dev.parley.client.ws.broker.OrdersEvent;
import dev.parley.client.ws.broker.OrdersSnapshot;
import dev.parley.client.ws.broker.PositionClosed;
import dev.parley.client.ws.broker.PositionEventData;
import dev.parley.client.ws.broker.PositionOpened;
import dev.parley.client.ws.broker.PositionUpdated;
import dev.parley.client.ws.broker.PositionsEvent;
import dev.parley.client.ws.broker.PositionsSnapshot;
import dev.parley.conformance.faults.History.StreamEvent;
import dev.parley.conformance.faults.Progress.Mark;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The streams of one client, written into its history. Thread-safe. */
final class Listening implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final History history;
  private final AtomicReference<@Nullable Mark> mark = new AtomicReference<>();
  private @Nullable ParleyStreams streams;

  Listening(History history) {
    this.history = history;
  }

  /** Reads an event; null for a snapshot. */
  private interface Reader<E> {
    @Nullable StreamEvent read(E event);
  }

  void join(ParleyClient client) {
    ParleyStreams connected =
        ParleyStreams.builder(client)
            .reconnectDelay(Duration.ofMillis(100), Duration.ofSeconds(2))
            .connect();
    streams = connected;
    BrokerStreams broker = connected.broker();
    List<Subscription> all =
        List.of(
            broker.orders(new Ear<OrdersEvent>("orders", Listening::order)),
            broker.executions(new Ear<ExecutionsEvent>("executions", Listening::execution)),
            broker.positions(new Ear<PositionsEvent>("positions", Listening::position)),
            broker.account(new Ear<AccountEvent>("account", Listening::account)));
    for (Subscription subscription : all) {
      // A new user's logs are empty: everything has to be heard from the first event on.
      history.joined(subscription.awaitReady(PATIENCE).topic(), 0);
    }
  }

  CompletableFuture<Long> eventAfter(long moment) {
    Mark next = Mark.at(moment);
    mark.set(next);
    return next.reached();
  }

  @Override
  public void close() {
    if (streams != null) {
      streams.close();
    }
  }

  /** Hears one topic. */
  private final class Ear<E> implements StreamListener<E> {
    private final String topic;
    private final Reader<E> reader;

    private Ear(String topic, Reader<E> reader) {
      this.topic = topic;
      this.reader = reader;
    }

    @Override
    public void onEvent(E event) {
      StreamEvent heard = reader.read(event);
      if (heard == null) {
        history.breach(topic + ": a snapshot that nobody asked for");
        return;
      }
      history.heard(topic, heard);
      Mark waiting = mark.get();
      if (waiting != null) {
        waiting.pass(System.nanoTime());
      }
    }

    @Override
    public void onLagged(long from, long to) {
      history.breach(topic + ": lagged from " + from + " to " + to);
    }

    @Override
    public void onResync(String reason, Position now) {
      history.breach(topic + ": could not resume: " + reason + " at " + now);
    }

    @Override
    public void onClosed(@Nullable Throwable error) {
      if (error != null) {
        history.breach(topic + ": ended: " + error);
      }
    }
  }

  private static @Nullable StreamEvent order(OrdersEvent event) {
    OrderEventData data =
        switch (event) {
          case OrdersSnapshot snapshot -> null;
          case OrderPlaced placed -> placed.data();
          case OrderPartiallyFilled filled -> filled.data();
          case OrderFilled filled -> filled.data();
          case OrderCancelled cancelled -> cancelled.data();
          case OrderRejected rejected -> rejected.data();
        };
    return data == null
        ? null
        : heard(event.type(), event.epoch(), event.seq(), data.entityId(), data.order());
  }

  private static @Nullable StreamEvent execution(ExecutionsEvent event) {
    return switch (event) {
      case ExecutionsSnapshot snapshot -> null;
      case ExecutionCreated made ->
          heard(
              made.type(),
              made.epoch(),
              made.seq(),
              made.data().entityId(),
              made.data().execution());
    };
  }

  private static @Nullable StreamEvent position(PositionsEvent event) {
    PositionEventData data =
        switch (event) {
          case PositionsSnapshot snapshot -> null;
          case PositionOpened opened -> opened.data();
          case PositionUpdated updated -> updated.data();
          case PositionClosed closed -> closed.data();
        };
    return data == null
        ? null
        : heard(event.type(), event.epoch(), event.seq(), data.entityId(), data.position());
  }

  private static @Nullable StreamEvent account(AccountEvent event) {
    return switch (event) {
      case AccountSnapshot snapshot -> null;
      case AccountUpdated updated ->
          heard(
              updated.type(),
              updated.epoch(),
              updated.seq(),
              updated.data().entityId(),
              updated.data().account());
    };
  }

  private static StreamEvent heard(
      String type, @Nullable String epoch, @Nullable Long seq, String entity, Object state) {
    return new StreamEvent(
        Objects.requireNonNull(epoch, "epoch"),
        Objects.requireNonNull(seq, "seq"),
        type,
        entity,
        state);
  }
}
