package dev.parley.platform.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboundTest {
  private final SlowWire wire = new SlowWire();
  private final AtomicInteger overflows = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private final Outbound outbound =
      new Outbound(wire, 4, 1000, overflows::incrementAndGet, breaks::incrementAndGet);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lagged(long from, long to) {
    return bytes("(" + from + "-" + to + ")");
  }

  @Test
  void writesOneAtATimeAndJoinsWhatWaits() {
    outbound.send(bytes("a"));
    outbound.send(bytes("b"));
    outbound.send(bytes("c"));
    assertThat(wire.written).containsExactly("a");
    wire.finish();
    assertThat(wire.written).containsExactly("a", "bc");
    wire.finish();
    outbound.send(bytes("d"));
    assertThat(wire.written).containsExactly("a", "bc", "d");
  }

  @Test
  void mergesConflatedFramesInPlaceAndTellsWhich() {
    outbound.send(bytes("a"));
    outbound.conflate("q", bytes("q1"), 1, OutboundTest::lagged);
    outbound.send(bytes("b"));
    outbound.conflate("q", bytes("q2"), 2, OutboundTest::lagged);
    outbound.conflate("q", bytes("q3"), 3, OutboundTest::lagged);
    wire.finish();
    assertThat(wire.written).containsExactly("a", "(1-2)q3b");
  }

  @Test
  void doesNotMergeWithWhatIsBeingWritten() {
    outbound.conflate("q", bytes("q1"), 1, OutboundTest::lagged);
    outbound.conflate("q", bytes("q2"), 2, OutboundTest::lagged);
    wire.finish();
    assertThat(wire.written).containsExactly("q1", "q2");
  }

  @Test
  void overflowsOnceAndForgetsWhatWaits() {
    for (int i = 0; i < 6; i++) {
      outbound.send(bytes("x"));
    }
    assertThat(outbound.send(bytes("y"))).isFalse();
    assertThat(overflows).hasValue(1);
    assertThat(outbound.waiting()).isZero();
  }

  @Test
  @Timeout(60)
  void letsAReplayWaitForRoomOrForTheEnd() throws Exception {
    assertThat(outbound.awaitRoom()).isTrue();
    for (String frame : List.of("a", "b", "c", "d")) {
      outbound.send(bytes(frame));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = threads.submit(outbound::awaitRoom);
      assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      wire.finish();
      assertThat(waiting.get()).isTrue();

      for (String frame : List.of("e", "f", "g")) {
        outbound.send(bytes(frame));
      }
      Future<Boolean> inVain = threads.submit(outbound::awaitRoom);
      assertThatThrownBy(() -> inVain.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      outbound.terminate();
      assertThat(inVain.get()).isFalse();
    }
    assertThat(outbound.awaitRoom()).isFalse();
  }

  @Test
  void boundsBytesButLetsASingleLargeFramePass() {
    assertThat(outbound.send(bytes("a"))).isTrue();
    assertThat(outbound.send(bytes("x".repeat(5000)))).isTrue();
    assertThat(outbound.send(bytes("b"))).isFalse();
    assertThat(overflows).hasValue(1);
  }

  @Test
  void sendsTheCloseFrameAfterWhatWaitsAndThenEnds() {
    outbound.send(bytes("a"));
    outbound.send(bytes("b"));
    outbound.seal();
    assertThat(outbound.send(bytes("c"))).isFalse();
    outbound.sendLast(bytes("!"));
    outbound.terminateWhenEmpty();
    wire.finish();
    assertThat(wire.terminated).isFalse();
    wire.finish();
    assertThat(wire.written).containsExactly("a", "b!");
    assertThat(wire.terminated).isTrue();
  }

  @Test
  void tellsThatTheConnectionBroke() {
    outbound.send(bytes("a"));
    outbound.send(bytes("b"));
    wire.fail();
    assertThat(breaks).hasValue(1);
    assertThat(outbound.send(bytes("c"))).isFalse();
  }

  @Test
  void manyWritesThatEndAtOnceDoNotPileUpOnTheStack() {
    AtomicInteger count = new AtomicInteger();
    Outbound quick =
        new Outbound(
            new Wire() {
              @Override
              public void write(ByteBuffer bytes, Consumer<@Nullable Throwable> done) {
                count.incrementAndGet();
                done.accept(null);
              }

              @Override
              public boolean isClosed() {
                return false;
              }

              @Override
              public void terminate() {}

              @Override
              public void abort() {}
            },
            100_000,
            1L << 40,
            () -> {},
            () -> {});
    for (int i = 0; i < 50_000; i++) {
      quick.send(bytes("x"));
    }
    assertThat(count).hasValue(50_000);
  }

  /** Takes one write at a time and ends it when told. */
  private static final class SlowWire implements Wire {
    final List<String> written = new ArrayList<>();
    boolean terminated;
    private @Nullable Consumer<@Nullable Throwable> done;

    @Override
    public void write(ByteBuffer bytes, Consumer<@Nullable Throwable> whenDone) {
      assertThat(done).isNull();
      written.add(StandardCharsets.UTF_8.decode(bytes).toString());
      done = whenDone;
    }

    void finish() {
      end(null);
    }

    void fail() {
      end(new IOException("broken"));
    }

    private void end(@Nullable Throwable failure) {
      Consumer<@Nullable Throwable> waiting = done;
      done = null;
      assertThat(waiting).isNotNull();
      waiting.accept(failure);
    }

    @Override
    public boolean isClosed() {
      return terminated;
    }

    @Override
    public void terminate() {
      terminated = true;
    }

    @Override
    public void abort() {
      terminated = true;
    }
  }
}
