package dev.parley.conformance.faults;

import dev.parley.client.ParleyClient;
import dev.parley.client.api.SessionsApi.LoginParams;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.model.RegisterRequest;
import dev.parley.client.model.TokenPair;
import dev.parley.conformance.Secrets;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** The users of one scenario. */
final class Fleet implements AutoCloseable {
  private static final String PASSWORD = "a fleet in foul weather";
  private static final int AT_ONCE = 8;
  private static final Duration HEARING = Duration.ofSeconds(90);

  private final Size size;
  private final Progress progress;
  private final List<LoadClient> clients;

  private Fleet(Size size, Progress progress, List<LoadClient> clients) {
    this.size = size;
    this.progress = progress;
    this.clients = clients;
  }

  /** Registers users and signs them in; each has joined its streams and connected the broker. */
  static Fleet register(URI server, String scenario, Size size, long seed) {
    // Nobody looks at what the SDKs send.
    Secrets.see(PASSWORD);
    Progress progress = new Progress();
    String run = scenario + Long.toString(System.nanoTime() & 0xffffff, 36);
    try (ParleyClient door =
        ParleyClient.builder().baseUrl(server).requestTimeout(Duration.ofSeconds(60)).build()) {
      List<Callable<LoadClient>> users = new ArrayList<>();
      for (int i = 0; i < size.clients(); i++) {
        String name = run + "-" + i;
        long own = seed * 1_000_003 + i;
        users.add(
            () -> {
              LoadClient client = signIn(door, server, name, own, progress);
              client.join();
              return client;
            });
      }
      return new Fleet(size, progress, inParallel(AT_ONCE, users, size.patience()));
    }
  }

  private static LoadClient signIn(
      ParleyClient door, URI server, String name, long seed, Progress progress) {
    var unused =
        door.sessions()
            .register(
                RegisterRequest.builder()
                    .username(name)
                    .email(name + "@example.com")
                    .fullName(name)
                    .password(PASSWORD)
                    .build());
    byte[] id = new byte[16];
    new Random(seed).nextBytes(id);
    String device = HexFormat.of().formatHex(id);
    TokenPair pair =
        door.sessions()
            .login(
                LoginRequest.builder().username(name).password(PASSWORD).build(),
                new LoginParams().xDeviceId(device));
    return new LoadClient(server, name, device, pair.refreshToken(), seed, progress);
  }

  Progress progress() {
    return progress;
  }

  /** Lets everybody trade at once; done when all have finished. */
  CompletableFuture<Void> start() {
    for (LoadClient client : clients) {
      Thread.ofVirtual().name(client.toString()).start(() -> client.trade(size.orders()));
    }
    return finished();
  }

  CompletableFuture<Void> finished() {
    return CompletableFuture.allOf(
        clients.stream().map(LoadClient::finished).toArray(CompletableFuture<?>[]::new));
  }

  /** Waits until this part of the orders is accepted. */
  void await(double share) {
    Awaitility.await()
        .atMost(size.patience())
        .pollInterval(Duration.ofMillis(20))
        .until(() -> progress.orders() >= share * size.total() || finished().isDone());
  }

  /** When everybody still trading has heard an event from this moment on; the latest of them. */
  CompletableFuture<Long> everybodyHears(long moment) {
    List<CompletableFuture<Long>> each =
        clients.stream()
            .filter(client -> !client.finished().isDone())
            .map(
                client ->
                    client
                        .eventAfter(moment)
                        .applyToEither(client.finished().thenApply(done -> moment), at -> at))
            .toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> each.stream().mapToLong(CompletableFuture::join).max().orElse(moment));
  }

  /**
   * When everybody has heard something, if that is before this part of the orders is accepted. The
   * next fault is due then; on a busy machine the load would be over before some had come back, and
   * a fault after the load proves nothing. That nobody missed anything is for the verdict to say.
   */
  Optional<Long> resumed(CompletableFuture<Long> heard, double share) {
    Awaitility.await()
        .atMost(size.patience())
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                heard.isDone() || progress.orders() >= share * size.total() || finished().isDone());
    return heard.isDone() ? Optional.of(heard.join()) : Optional.empty();
  }

  /** Judges everybody, when nothing moves any more and all streams have come to their end. */
  Verdict verdict(BigDecimal startingCash) {
    List<Optional<Truth>> truths =
        inParallel(
            AT_ONCE,
            clients.stream().<Callable<Optional<Truth>>>map(client -> client::settled).toList(),
            size.patience());
    awaitStreams(truths);
    Verdict verdict =
        Checker.total(truths.stream().flatMap(Optional::stream).toList(), startingCash);
    for (int i = 0; i < clients.size(); i++) {
      History history = clients.get(i).history();
      verdict =
          verdict.plus(
              truths
                  .get(i)
                  .map(truth -> Checker.check(history, truth, startingCash))
                  .orElseGet(() -> Checker.unreadable(history)));
    }
    return verdict;
  }

  /** Gives the streams time; what has not come by then is the checker's to tell. */
  private void awaitStreams(List<Optional<Truth>> truths) {
    long deadline = System.nanoTime() + HEARING.toNanos();
    while (System.nanoTime() < deadline
        && !IntStream.range(0, clients.size())
            .allMatch(i -> truths.get(i).map(clients.get(i)::heardAll).orElse(true))) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static <T> List<T> inParallel(int threads, List<Callable<T>> work, Duration patience) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<T> results = new ArrayList<>();
      List<Future<T>> all = work.stream().map(pool::submit).toList();
      for (Future<T> each : all) {
        results.add(each.get(patience.toSeconds(), TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    clients.forEach(LoadClient::close);
  }
}
