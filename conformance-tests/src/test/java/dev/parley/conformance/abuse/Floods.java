package dev.parley.conformance.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many connections that hold on to what they get; each kind would take all places alone. */
final class Floods {
  private static final int MANY = 250;
  private static final int DEAF = 40;
  private static final int TINY_BUFFER = 4096;
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String GET = "GET /health HTTP/1.1\r\nHost: x\r\n";
  private static final String POST =
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

  private Floods() {}

  static List<Attack> all() {
    return List.of(
        new Attack("heads that never end", victim -> slow(victim, GET, "X", 0)),
        new Attack(
            "bodies that never end",
            victim -> slow(victim, POST + "Content-Length: 1000\r\n\r\n{", " ", 400)),
        new Attack(
            "chunks that never end",
            victim -> slow(victim, POST + "Transfer-Encoding: chunked\r\n\r\n64\r\n{", " ", 400)),
        new Attack("large bodies that never end", Floods::large),
        new Attack("answers that nobody reads", Floods::unread));
  }

  /**
   * More connections than there are places, each of which sends another byte now and then.
   *
   * @param status of the answer at last; 0 for none
   */
  private static void slow(Victim victim, String begin, String drop, int status)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    List<RawWire> wires = open(victim, begin);
    try {
      int alive = wires.size();
      while (alive > 0) {
        assertThat(System.nanoTime()).as("the end of " + alive).isLessThan(deadline);
        alive = 0;
        for (RawWire wire : wires) {
          try {
            wire.send(drop);
            alive++;
          } catch (IOException ended) {
            assertThat(ended).isNotNull();
          }
        }
        Thread.sleep(500);
      }
      for (RawWire wire : wires.subList(0, 5)) {
        // Bytes sent into an ended connection can cost its last answer.
        assertThat(wire.hear().statuses()).isSubsetOf(status);
      }
    } finally {
      close(wires);
    }
  }

  /** Together they would fill the heap twice. */
  private static void large(Victim victim) throws IOException {
    String begin = POST + "Content-Length: 1000000\r\n\r\n{\"username\":\"";
    byte[] most = "x".repeat(900_000).getBytes(StandardCharsets.US_ASCII);
    List<RawWire> wires = open(victim, begin);
    try {
      for (RawWire wire : wires) {
        wire.send(most);
      }
      for (RawWire wire : wires) {
        assertThat(wire.hear().statuses()).isSubsetOf(400, 503);
      }
    } finally {
      close(wires);
    }
  }

  /** Each asks for more than any system takes in for a client that does not read. */
  private static void unread(Victim victim) throws IOException, InterruptedException {
    byte[] ask =
        "GET /docs/specs/auth/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
            .repeat(50)
            .getBytes(StandardCharsets.US_ASCII);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < DEAF; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (RawWire wire = new RawWire(victim.url(), TINY_BUFFER)) {
                      while (true) {
                        wire.send(ask);
                      }
                    } catch (IOException cutOff) {
                      assertThat(cutOff).isNotNull();
                    }
                  }));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(BOUND)).as("cut off").isTrue();
    }
  }

  private static List<RawWire> open(Victim victim, String begin) throws IOException {
    List<RawWire> wires = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      wires.add(new RawWire(victim.url()).send(begin));
    }
    return wires;
  }

  private static void close(List<RawWire> wires) throws IOException {
    for (RawWire wire : wires) {
      wire.close();
    }
  }
}
