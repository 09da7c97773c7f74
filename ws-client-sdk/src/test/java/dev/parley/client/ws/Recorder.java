package dev.parley.client.ws;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Writes down what a listener hears: {@code 7} for an event, {@code S5} for a snapshot at 5. */
class Recorder implements StreamListener<Thing> {
  final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(Thing event) throws Exception {
    if (event instanceof Thing.Added added) {
      heard.add(Integer.toString(added.data().value()));
    } else if (event instanceof Thing.Snapshot snapshot) {
      heard.add("S" + snapshot.seq());
    }
  }

  @Override
  public void onLagged(long from, long to) {
    heard.add("lagged " + from + ".." + to);
  }

  @Override
  public void onResync(String reason, Position now) {
    heard.add("resync " + reason + " " + now.epoch() + " " + now.seq());
  }

  @Override
  public void onClosed(@Nullable Throwable error) {
    heard.add(error == null ? "closed" : "closed: " + error.getMessage());
  }

  void awaits(String... expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> Assertions.assertThat(heard).containsExactly(expected));
  }

  void awaitsCount(int count) {
    await().atMost(Duration.ofSeconds(50)).until(() -> heard.size() >= count);
  }

  static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }
}
