package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.ParleyJson;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A program that keeps the position together with its work dies at any point, an event under way
 * included, while the server cuts connections; after each restart it goes on where its work stands.
 */
@Timeout(120)
class RestartIT {
  private static final int EVENTS = 800;

  /** What survives a death: the work and the position, written in one step. */
  private record State(List<Integer> work, Optional<Position> position) {}

  private static final class Killed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** One life of the program. */
  private static final class Life implements StreamListener<Thing> {
    private final FakeStreams server;
    private final Random random;
    private final AtomicInteger left;
    private final List<Integer> work;
    private volatile State state;
    private int breaks;

    Life(FakeStreams server, Random random, State state, int events) {
      this.server = server;
      this.random = random;
      this.state = state;
      this.work = new ArrayList<>(state.work());
      this.left = new AtomicInteger(events);
    }

    @Override
    public void onEvent(Thing event) throws Killed {
      if (event instanceof Thing.Added added) {
        if (random.nextInt(25) == 0) {
          breaks++;
          server.sessions.forEach(FakeStreams.Session::cut);
        }
        boolean dies = left.decrementAndGet() == 0;
        if (dies && added.seq() % 2 == 0) {
          throw new Killed();
        }
        work.add(added.data().value());
        state = new State(List.copyOf(work), Optional.of(new Position(added.epoch(), added.seq())));
        if (dies) {
          throw new Killed();
        }
      }
    }
  }

  @Test
  void workIsDoneExactlyOnceOverRestartsOfTheProgramAndBreaksOfTheConnection() throws Exception {
    Random random = new Random(11);
    HttpClient http = HttpClient.newHttpClient();
    State state = new State(List.of(), Optional.of(new Position("e1", 0)));
    int lives = 0;
    int breaks = 0;
    try (FakeStreams server = new FakeStreams()) {
      for (int i = 0; i < EVENTS; i++) {
        server.append("things");
      }
      while (state.work().size() < EVENTS) {
        lives++;
        Life life = new Life(server, random, state, 1 + random.nextInt(80));
        StreamSocket socket =
            new StreamSocket(
                http,
                server.uri(),
                new FakeTokens(),
                ParleyJson.newMapper(),
                StreamSettings.defaults()
                    .with(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5))),
                null);
        socket.start();
        Subscription subscription =
            socket.subscribe(
                Thing.topic("things"),
                StreamOptions.defaults().since(state.position().orElseThrow()),
                life);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> subscription.done().isDone() || life.state.work().size() == EVENTS);
        socket.close();
        state = life.state;
        breaks += life.breaks;
      }
      assertThat(breaks).isGreaterThan(10);
    }

    assertThat(lives).isGreaterThan(10);
    List<Integer> expected = new ArrayList<>();
    for (int i = 1; i <= EVENTS; i++) {
      expected.add(i);
    }
    assertThat(state.work()).isEqualTo(expected);
  }
}
