package dev.parley.conformance.faults;

import dev.parley.client.Credentials;
import dev.parley.client.ParleyClient;
import dev.parley.client.api.OrdersApi.CancelOrderParams;
import dev.parley.client.api.OrdersApi.ListOrdersParams;
import dev.parley.client.api.OrdersApi.PlaceOrderParams;
import dev.parley.client.error.ApiException;
import dev.parley.client.error.ParleyException;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.BrokerAuthMethod;
import dev.parley.client.model.BrokerEnvironment;
import dev.parley.client.model.ConnectBrokerRequest;
import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderPage;
import dev.parley.client.model.OrderStatusFilter;
import dev.parley.client.model.PlaceOrderRequest;
import dev.parley.conformance.faults.Intent.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * A user who trades through the SDKs as an integrator would: one client, one connection for the
 * streams, for as long as the run lasts. It has no password: a session that is lost stays lost.
 * What its calls do not decide (the SDK having given up) it tries again with the same key. One
 * thread works it; twins of a request run on another.
 */
final class LoadClient implements AutoCloseable {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String name;
  private final ParleyClient client;
  private final Listening listening;
  private final History history;
  private final Progress progress;
  private final Workload workload;
  private final Random random;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  LoadClient(URI server, String name, String device, String refresh, long seed, Progress progress) {
    this.name = name;
    this.client =
        ParleyClient.builder()
            .baseUrl(server)
            .credentials(Credentials.session(refresh, device))
            .requestTimeout(REQUEST_TIMEOUT)
            .build();
    this.history = new History(name);
    this.listening = new Listening(history);
    this.progress = progress;
    this.random = new Random(seed);
    this.workload = new Workload(name, random);
  }

  History history() {
    return history;
  }

  /** Done when its orders are placed. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** The first event it hears from this moment on. */
  CompletableFuture<Long> eventAfter(long moment) {
    return listening.eventAfter(moment);
  }

  /** Joins the topics, then connects the broker: nothing has happened before. */
  void join() {
    listening.join(client);
    var unused =
        client
            .brokerConnections()
            .connectBroker(
                ConnectBrokerRequest.builder()
                    .broker("paper")
                    .environment(BrokerEnvironment.PAPER)
                    .method(BrokerAuthMethod.API_KEY)
                    .build());
  }

  /** Gets this many orders accepted, and does what else the workload has. */
  void trade(int orders) {
    try {
      List<Intent> accepted = new ArrayList<>();
      List<PlaceOrderRequest> bodies = new ArrayList<>();
      while (accepted.size() < orders) {
        PlaceOrderRequest body = workload.order();
        Intent intent = history.add(workload.place(body));
        if (workload.twin()) {
          CompletableFuture<Void> twin =
              CompletableFuture.runAsync(() -> resolve(intent, body), Thread::startVirtualThread);
          resolve(intent, body);
          twin.join();
        } else {
          resolve(intent, body);
        }
        if (!intent.isAcknowledged()) {
          continue;
        }
        progress.placed();
        accepted.add(intent);
        bodies.add(body);
        int some = random.nextInt(accepted.size());
        switch (workload.next()) {
          case REPEAT -> resolve(accepted.get(some), bodies.get(some));
          case REUSE_KEY -> {
            PlaceOrderRequest other = workload.order();
            resolve(history.add(workload.reuse(accepted.get(some), other)), other);
          }
          case REUSE_ID -> workload.sameId(bodies.get(some)).ifPresent(this::refused);
          case TOO_LARGE -> {
            PlaceOrderRequest large = workload.tooLarge();
            resolve(history.add(workload.refused(large, ErrorCode.RISK_LIMIT_EXCEEDED)), large);
          }
          case CANCEL -> cancel(accepted.get(some).acknowledged().getFirst());
          case NOTHING -> {
            // The next order follows at once.
          }
        }
      }
    } catch (RuntimeException e) {
      history.breach("gave up: " + e);
    } finally {
      finished.complete(null);
    }
  }

  /** What is there for it when nothing moves any more; empty if it cannot be read. */
  Optional<Truth> settled() {
    try {
      settle();
      return Optional.of(patiently(() -> Truth.read(client)));
    } catch (ParleyException e) {
      history.breach("cannot read: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Cancels what could still be filled. */
  private void settle() {
    List<Order> active = new ArrayList<>();
    String cursor = null;
    do {
      ListOrdersParams params = new ListOrdersParams().status(OrderStatusFilter.ACTIVE).limit(100);
      ListOrdersParams next = cursor == null ? params : params.cursor(cursor);
      OrderPage page = patiently(() -> client.orders().listOrders(next));
      active.addAll(page.items());
      cursor = page.page().nextCursor();
    } while (cursor != null);
    active.stream()
        .filter(order -> !Workload.rests(order))
        .forEach(order -> cancel(order.id().toString()));
  }

  /** Whether everything in the logs was heard. */
  boolean heardAll(Truth truth) {
    return truth.logs().entrySet().stream()
        .allMatch(log -> history.last(log.getKey()) >= log.getValue().seq());
  }

  private void refused(PlaceOrderRequest body) {
    resolve(history.add(workload.refused(body, ErrorCode.DUPLICATE_RESOURCE)), body);
  }

  private void cancel(String order) {
    boolean tried = history.intents().stream().anyMatch(intent -> order.equals(intent.target()));
    if (!tried) {
      Intent intent = history.add(Intent.cancel(workload.key(), order));
      UUID id = UUID.fromString(order);
      resolve(
          intent,
          () ->
              client
                  .orders()
                  .cancelOrder(id, new CancelOrderParams().idempotencyKey(intent.key())));
    }
  }

  private void resolve(Intent intent, PlaceOrderRequest body) {
    resolve(
        intent,
        () ->
            client.orders().placeOrder(body, new PlaceOrderParams().idempotencyKey(intent.key())));
  }

  /** Tries until the server has said yes or no; every attempt is written down. */
  private void resolve(Intent intent, Supplier<Order> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int tries = 0;
    while (System.nanoTime() < deadline) {
      long begun = System.nanoTime();
      Outcome outcome = attempt(call, begun);
      intent.ended(begun, outcome);
      if (!(outcome instanceof Outcome.Unknown)) {
        return;
      }
      pause(100L << Math.min(tries++, 4));
    }
  }

  private Outcome attempt(Supplier<Order> call, long begun) {
    try {
      String id = call.get().id().toString();
      progress.answered("acknowledged", true, begun);
      return new Outcome.Acknowledged(id);
    } catch (SignedOutException e) {
      history.breach("signed out: " + e.getMessage());
      throw e;
    } catch (ApiException e) {
      boolean decided =
          e.status() < 500 && e.status() != 429 && e.code() != ErrorCode.IDEMPOTENCY_IN_PROGRESS;
      progress.answered(e.status() + " " + e.code().value(), false, begun);
      return decided
          ? new Outcome.Refused(e.code())
          : new Outcome.Unknown(e.status(), e.code(), String.valueOf(e.getMessage()));
    } catch (ParleyException e) {
      progress.answered(e.getClass().getSimpleName(), false, begun);
      return new Outcome.Unknown(0, ErrorCode.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** Reads once more what a connection that still has its fault did not bring. */
  private static <T> T patiently(Supplier<T> read) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return read.get();
      } catch (ParleyException e) {
        if (e instanceof SignedOutException || System.nanoTime() > deadline) {
          throw e;
        }
        pause(100);
      }
    }
  }

  private static void pause(long most) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    listening.close();
    client.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
