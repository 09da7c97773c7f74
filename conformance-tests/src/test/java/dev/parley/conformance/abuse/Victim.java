package dev.parley.conformance.abuse;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.PROTOCOL;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.peers.Peers;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A packaged server that is attacked while somebody else calls it all the time and hears its
 * streams; neither may notice. Thread-safe.
 */
final class Victim implements AutoCloseable {
  private static final Duration STREAMED_WITHIN = Duration.ofSeconds(60);

  /** What the server is started with; the rest of it is memory that is no heap. */
  private static final long HEAP_KB = 256 * 1024;

  private static final String TOPIC = "quotes:BTC-USD";

  private final Peers peers = Peers.started();
  private final ServerProcess server;
  private final Suite suite;
  private final String token;
  private final Sampler bystander;
  private final Socket stream;

  Victim() {
    Map<String, String> settings = new HashMap<>(peers.settings());
    settings.put("AUTH_ACCESS_TTL", "1h");
    settings.put("AUTH_ARGON2_MEMORY", "1024");
    settings.put("AUTH_ARGON2_ITERATIONS", "1");
    settings.put("DATAFEED_SPEED", "3600");
    settings.put("WS_MAX_CONNECTIONS_PER_USER", "1000");
    server = ServerProcess.start(settings);
    suite = Suite.over(server.url(), ServerProcess.ADMIN_PASSWORD, peers);
    token = suite.signIn().admin();
    String other = suite.token("viewer");
    bystander = new Sampler(new ServerGauge(server.pid()), suite.api(), other);
    stream =
        Socket.open(
            server.url(), EVERYTHING, Optional.of(other), Optional.of(PROTOCOL), f -> List.of());
    stream.await("welcome", type("welcome"));
    stream.send(Sockets.subscribe("1", false, List.of(TOPIC)));
    stream.await("subscribed", type("subscribed", TOPIC));
  }

  Suite suite() {
    return suite;
  }

  ServerProcess server() {
    return server;
  }

  /** A token of somebody with every scope, good for the whole run. */
  String token() {
    return token;
  }

  URI url() {
    return server.url();
  }

  /** Every path that takes WebSockets of the contract. */
  static Set<String> socketPaths() {
    Set<String> paths = new LinkedHashSet<>(List.of(EVERYTHING));
    Messages.topics().forEach(topic -> paths.add(topic.path()));
    return paths;
  }

  /** Nobody was disturbed, nothing failed inside, and the memory holds. */
  void unharmed() {
    int heard = stream.frames().size();
    stream.await("an event", STREAMED_WITHIN, heard + 1, frame -> true);
    bystander.verify();
    assertThat(bystander.calls()).isPositive();
    assertThat(bystander.maxHeapKb()).isLessThanOrEqualTo(HEAP_KB);
    List<String> complaints =
        server
            .log()
            .lines()
            .filter(
                line ->
                    line.contains("\"level\":\"ERROR\"")
                        || line.contains("\"throwable\":{")
                        || line.contains("OutOfMemory")
                        || line.startsWith("\tat "))
            .toList();
    assertThat(
            complaints.stream()
                .limit(3)
                .map(line -> line.substring(0, Math.min(2000, line.length()))))
        .as(complaints.size() + " complaints in the log")
        .isEmpty();
  }

  @Override
  public void close() {
    bystander.close();
    stream.abort();
    server.close();
    peers.close();
  }
}
