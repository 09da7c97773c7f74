package dev.parley.conformance;

import static dev.parley.conformance.Sockets.EVERYTHING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import dev.parley.conformance.ws.SlowReader;
import dev.parley.conformance.ws.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Sockets that join the market early in the run, since some messages take their time: candles close
 * once a minute, and who reads too slowly is told so only when the buffers between are full.
 */
final class Watch implements AutoCloseable {
  private static final Duration FILLED = Duration.ofSeconds(100);

  private final Coverage coverage;
  private final Socket market;
  private final SlowReader slow;

  private final long since = System.nanoTime();

  Watch(Suite suite) {
    coverage = suite.coverage();
    Trader viewer = new Trader(suite.api(), suite.token("viewer"));
    Set<String> topics = new TreeSet<>();
    for (Topic topic : Messages.topics()) {
      if (topic.node().path("x-audience").asText().equals("public")) {
        topics.addAll(topic.examples());
      }
    }
    market = Sockets.open(suite.api().base(), EVERYTHING, viewer.token(), coverage);
    Sockets.send(market, coverage, Sockets.subscribe("1", true, topics));

    Set<String> conflated = new TreeSet<>(Set.of("quotes:BTC-USD"));
    JsonNode intervals = viewer.get("getSymbol", "symbol", "BTC-USD").path("intervals");
    intervals.forEach(interval -> conflated.add("candles:BTC-USD:" + interval.asText()));
    slow = new SlowReader(suite.api().base(), EVERYTHING, viewer.token());
    slow.send(Sockets.subscribe("1", false, conflated));
  }

  /** What the market did, so far or within two minutes. */
  JsonNode await(String what, Predicate<JsonNode> kind) {
    return market.await(what, Duration.ofMinutes(2), kind);
  }

  /** What the slow reader finds when it reads at last: not before buffers must have filled. */
  Optional<JsonNode> slow(Predicate<JsonNode> kind) throws InterruptedException {
    Thread.sleep(Math.max(0, FILLED.minusNanos(System.nanoTime() - since).toMillis()));
    return slow.read(new FrameCheck(coverage), kind);
  }

  @Override
  public void close() {
    slow.close();
    market.close();
  }
}
