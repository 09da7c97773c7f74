package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairSlotsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<String> served = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whoeverWantsAThousandDelaysAnotherByOne() throws Exception {
    FairSlots slots = new FairSlots(1, 2_000);
    FairSlots.Slot held = slots.take("guesser", LONG).orElseThrow();
    for (int i = 0; i < 1_000; i++) {
      var unused = wants(slots, "guesser", i + 1);
    }
    var unused = wants(slots, "user", 1_001);
    held.close();
    await().until(() -> served.size() == 1_001);
    assertThat(List.copyOf(served).indexOf("user")).isLessThanOrEqualTo(1);
  }

  @Test
  void ownersTakeTurns() throws Exception {
    FairSlots slots = new FairSlots(1, 100);
    FairSlots.Slot held = slots.take("x", LONG).orElseThrow();
    int waiting = 0;
    for (String owner : List.of("a", "a", "a", "b", "b", "c")) {
      var unused = wants(slots, owner, ++waiting);
    }
    held.close();
    await().until(() -> served.size() == 6);
    assertThat(served).containsExactly("a", "b", "c", "a", "b", "a");
  }

  @Test
  void withoutRoomTheLatestOfWhoHasMostIsTurnedAway() throws Exception {
    FairSlots slots = new FairSlots(1, 3);
    FairSlots.Slot held = slots.take("x", LONG).orElseThrow();
    List<CompletableFuture<Boolean>> guesses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      guesses.add(wants(slots, "guesser", i + 1));
    }
    CompletableFuture<Boolean> user = wants(slots, "user", 3);
    assertThat(guesses.get(2).get()).as("the latest guess").isFalse();
    assertThat(slots.take("guesser", LONG)).as("one guess more").isEmpty();
    held.close();
    assertThat(user.get()).isTrue();
    assertThat(guesses.get(0).get()).isTrue();
    assertThat(guesses.get(1).get()).isTrue();
  }

  @Test
  void whoHasWaitedLongEnoughIsOutAndTakesNoPlace() throws Exception {
    FairSlots slots = new FairSlots(1, 10);
    FairSlots.Slot held = slots.take("x", LONG).orElseThrow();
    assertThat(slots.take("late", Duration.ofMillis(10))).isEmpty();
    assertThat(slots.waiting()).isZero();
    held.close();
    try (FairSlots.Slot again = slots.take("y", Duration.ZERO).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void whoIsInterruptedGivesHisPlaceBack() throws Exception {
    FairSlots slots = new FairSlots(1, 10);
    FairSlots.Slot held = slots.take("x", LONG).orElseThrow();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    served.add("took " + slots.take("y", LONG).isPresent());
                  } catch (InterruptedException expected) {
                    served.add("interrupted");
                  }
                });
    await().until(() -> slots.waiting() == 1);
    waiting.interrupt();
    waiting.join();
    assertThat(served).containsExactly("interrupted");
    assertThat(slots.waiting()).isZero();
    held.close();
    assertThat(slots.take("z", Duration.ZERO)).isPresent();
  }

  @Test
  void neverMoreAtOnceThanThereAreSlots() throws Exception {
    FairSlots slots = new FairSlots(3, 1_000);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String owner = "owner" + i % 7;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try (FairSlots.Slot slot = take(slots, owner).orElseThrow()) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(1_000);
                  now.decrementAndGet();
                  assertThat(slot).isNotNull();
                }
              },
              threads));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(most.get()).isBetween(1, 3);
    assertThat(slots.waiting()).isZero();
  }

  /** Begins to wait, before this returns; whether a place came of it. */
  private CompletableFuture<Boolean> wants(FairSlots slots, String owner, int waitingThen) {
    CompletableFuture<Boolean> got =
        CompletableFuture.supplyAsync(
            () -> {
              Optional<FairSlots.Slot> slot = take(slots, owner);
              slot.ifPresent(
                  s -> {
                    served.add(owner);
                    s.close();
                  });
              return slot.isPresent();
            },
            threads);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> slots.waiting() == waitingThen);
    return got;
  }

  private static Optional<FairSlots.Slot> take(FairSlots slots, String owner) {
    try {
      return slots.take(owner, LONG);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }
}
