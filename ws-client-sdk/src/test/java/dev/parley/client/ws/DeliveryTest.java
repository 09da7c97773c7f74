package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final Delivery delivery =
      new Delivery(pool::add, 4, () -> log.add("room"), failure -> log.add(failure.getMessage()));

  private boolean offer(String word) {
    return delivery.offer(() -> log.add(word));
  }

  private void runAll() {
    for (Runnable task = pool.poll(); task != null; task = pool.poll()) {
      task.run();
    }
  }

  @Test
  void runsInOrderOnOneTask() {
    boolean unused = offer("a");
    boolean unusedToo = offer("b");

    assertThat(pool).hasSize(1);
    runAll();
    assertThat(log).containsExactly("a", "b");
  }

  @Test
  void saysWhenItIsFullAndWhenThereIsRoomAgain() {
    assertThat(List.of(offer("a"), offer("b"), offer("c"), offer("d")))
        .containsExactly(true, true, true, false);

    runAll();
    assertThat(log).containsExactly("a", "room", "b", "c", "d");
  }

  @Test
  void dropsWhatWaitsWhenItFinishes() {
    boolean unused = offer("a");
    delivery.finish(() -> log.add("end"));
    delivery.finish(() -> log.add("end again"));
    assertThat(offer("late")).isTrue();

    runAll();
    assertThat(log).containsExactly("end");
  }

  @Test
  void reportsFailures() {
    boolean unused =
        delivery.offer(
            () -> {
              throw new IllegalStateException("broken");
            });

    runAll();
    assertThat(log).containsExactly("broken");
  }
}
