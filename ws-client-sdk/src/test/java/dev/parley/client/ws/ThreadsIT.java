package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Credentials;
import dev.parley.client.ParleyClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two hundred clients in one program cost. */
@Timeout(120)
class ThreadsIT {
  private static final int CLIENTS = 200;
  private static final int POOL = 4;

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }

  @Test
  void twoHundredClientsHaveAThreadEachAndShareTheRest() throws Exception {
    ExecutorService carrying = Executors.newFixedThreadPool(POOL, Control.daemons("carrying"));
    ExecutorService listening = Executors.newFixedThreadPool(POOL, Control.daemons("listening"));
    HttpClient shared = HttpClient.newBuilder().executor(carrying).build();
    long controls = threads("parley-streams");
    long listeners = threads("parley-listener");
    long selectors = threads("HttpClient-");
    List<ParleyStreams> all = new ArrayList<>();
    List<Recorder> recorders = new ArrayList<>();
    try (FakeStreams server = new FakeStreams()) {
      String base = "http://127.0.0.1:" + server.uri().getPort();
      for (int i = 0; i < CLIENTS; i++) {
        ParleyClient client =
            ParleyClient.builder()
                .baseUrl(base)
                .credentials(Credentials.accessToken("t" + i))
                .httpClient(shared)
                .build();
        ParleyStreams streams = ParleyStreams.builder(client).listenerExecutor(listening).connect();
        all.add(streams);
        Recorder recorder = new Recorder();
        recorders.add(recorder);
        Subscription unused =
            streams
                .socket()
                .subscribe(
                    Thing.topic("things"),
                    StreamOptions.defaults().since(new Position("e1", 0)),
                    recorder);
      }
      server.append("things");
      server.append("things");

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> recorders.stream().allMatch(r -> r.heard.equals(List.of("1", "2"))));
      assertThat(threads("parley-streams") - controls).isEqualTo(CLIENTS);
      assertThat(threads("parley-listener")).isLessThanOrEqualTo(listeners);
      assertThat(threads("HttpClient-") - selectors).isLessThanOrEqualTo(1);

      all.forEach(ParleyStreams::close);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(threads("parley-streams")).isLessThanOrEqualTo(controls));
    } finally {
      carrying.shutdownNow();
      listening.shutdownNow();
    }
  }
}
