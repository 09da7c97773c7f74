package dev.parley.conformance.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.SignIn;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Sockets that never read cost nobody anything: the others get every event, the memory of the
 * server is bounded, and the mute ones are gone in the time that the contract gives.
 */
final class SocketsIT {
  /** The contract: aborted within five seconds, once its bounded queue is full. */
  private static final Duration ABORTED_WITHIN = Duration.ofSeconds(5);

  /** What a node takes by default. */
  private static final int NODE_LIMIT = 1000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final String TOPIC = "trades:BTC-USD";
  private static final String EVENT = "trade.executed";
  private static final Pattern TOO_SLOW =
      Pattern.compile("\"timestamp\":([0-9]+).*Socket ([0-9a-f-]{36}) is closed with 4413");

  private final Form form = Form.chosen();
  private ServerProcess server;

  /**
   * How much of it. In both forms one user has all the sockets, and they are all that the node
   * takes; in the full one that is its default.
   *
   * @param speed of the market, with which the events come
   */
  private record Form(
      String name, int sockets, int mute, int events, String speed, Duration patience) {
    static Form chosen() {
      return System.getProperty("parley.faults", "").equals("full")
          ? new Form("full", NODE_LIMIT, 100, 10_000, "600", Duration.ofMinutes(15))
          : new Form("short", 100, 10, 3_000, "3600", Duration.ofMinutes(2));
    }

    Map<String, String> settings() {
      return Map.of(
          "LOG_LEVEL",
          "DEBUG",
          "DATAFEED_SPEED",
          speed,
          "WS_MAX_CONNECTIONS_PER_USER",
          Integer.toString(NODE_LIMIT),
          "WS_MAX_CONNECTIONS",
          Integer.toString(sockets),
          "AUTH_ACCESS_TTL",
          "1h");
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whoeverNeverReadsIsGoneAndTheOthersGetEverything() throws IOException {
    assumeTrue(ServerGauge.works(), "counts what Linux shows");
    server = ServerProcess.start(form.settings());
    Api api = new Api(server.url(), new Coverage());
    SignIn signIn = new SignIn(api, ServerProcess.ADMIN_PASSWORD);
    String token = signIn.person("viewer", "crowd");
    ServerGauge gauge = new ServerGauge(server.pid());
    try (Swarm swarm = new Swarm(server.url(), Duration.ofSeconds(5))) {
      List<Member> members = join(swarm, token);
      limit(swarm, token);
      List<Member> readers = members.stream().filter(m -> m.reads).toList();
      List<Member> mute = members.stream().filter(m -> !m.reads).toList();
      try (Sampler sampler = new Sampler(gauge, api, token)) {
        run(swarm, readers, mute, sampler);
      }
    }
    assertThat(server.log()).doesNotContain("OutOfMemory", "\"level\":\"ERROR\"", "\tat ");
    assertThat(server.stop()).isIn(0, 143);
  }

  private List<Member> join(Swarm swarm, String token) {
    String subscribe = Sockets.subscribe("1", false, List.of(TOPIC)).toString();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < form.sockets; i++) {
      boolean reads = i >= form.mute;
      members.add(swarm.open(token, reads, subscribe, EVENT));
    }
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> members.stream().allMatch(m -> m.joined || m.ended));
    assertThat(members).allMatch(m -> m.joined);
    return members;
  }

  /** One more than the node takes. */
  private void limit(Swarm swarm, String token) {
    Member tooMany = swarm.open(token, true, "", EVENT);
    await().atMost(Duration.ofSeconds(20)).until(() -> tooMany.closeCode != 0 || tooMany.ended);
    assertThat(tooMany.closeCode).isEqualTo(4429);
    assertThat(tooMany.complaint).isEqualTo("TOO_MANY_CONNECTIONS");
  }

  private void run(Swarm swarm, List<Member> readers, List<Member> mute, Sampler sampler)
      throws IOException {
    long begun = System.nanoTime();
    long from = readers.stream().mapToLong(m -> m.last).max().orElseThrow();
    long to = from + form.events;
    Map<String, Long> gone = watch(readers, mute, to);
    Duration streamed = Duration.ofNanos(System.nanoTime() - begun);
    long until = readers.stream().mapToLong(m -> m.last).min().orElseThrow();
    Map<String, Long> full = fullAt(mute);
    long worst =
        full.keySet().stream().mapToLong(id -> gone.get(id) - full.get(id)).max().orElseThrow();
    long firstFull = full.values().stream().mapToLong(t -> t).min().orElseThrow();
    long lastGone = gone.values().stream().mapToLong(t -> t).max().orElseThrow();

    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("form", form.name).put("injected", mute.size());
    figures.put("acknowledged", (long) form.events * readers.size());
    figures.put(
        "lost", readers.stream().mapToLong(m -> m.lost.get() + Math.max(0, to - m.last)).sum());
    figures.put("doubled", readers.stream().mapToLong(m -> m.doubled.get()).sum());
    figures.put("recoveryMs", lastGone - firstFull);
    figures.put("longestFromFullToGoneMs", worst);
    figures.put("sockets", readers.size() + mute.size()).put("readers", readers.size());
    figures.put("eventsPerReader", form.events).put("eventsStreamed", until - from);
    figures.put("received", readers.stream().mapToLong(m -> m.events.get()).sum());
    figures.put("seconds", streamed.toMillis() / 1000.0);
    figures.put("maxHeapKb", sampler.maxHeapKb()).put("maxResidentKb", sampler.maxResidentKb());
    figures.put("restCalls", sampler.calls());
    figures.put("restMedianMs", sampler.latency(0.5).toMillis());
    figures.put("restWorstMs", sampler.latency(1).toMillis());
    figures.put("keptByTheSystem", kept(mute));
    Path file = Files.createDirectories(Path.of("target", "faults")).resolve("sockets.json");
    Contract.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
    System.out.println("Sockets " + figures);

    assertThat(readers)
        .allSatisfy(
            m -> {
              assertThat(m.complaint).isNull();
              assertThat(m.ended).isFalse();
              assertThat(m.lost.get() + m.doubled.get()).isZero();
              assertThat(m.events.get()).isGreaterThanOrEqualTo(form.events);
            });
    assertThat(Duration.ofMillis(worst)).isLessThanOrEqualTo(ABORTED_WITHIN.plus(LOOK_EVERY));
    assertThat(kept(mute)).isZero();
    sampler.verify();
    mute.forEach(swarm::readOn);
    await().atMost(Duration.ofSeconds(20)).until(() -> mute.stream().allMatch(m -> m.ended));
  }

  /** Until the readers have it all and the mute ones are gone; answers when each was. */
  private Map<String, Long> watch(List<Member> readers, List<Member> mute, long to) {
    Map<String, Long> gone = new HashMap<>();
    await()
        .pollInterval(LOOK_EVERY)
        .atMost(form.patience)
        .until(
            () -> {
              long now = System.currentTimeMillis();
              Set<Integer> there = ServerGauge.peers(server.url().getPort());
              for (Member m : mute) {
                if (!there.contains(m.port)) {
                  gone.putIfAbsent(m.connectionId, now);
                }
              }
              return readers.stream().allMatch(m -> m.last >= to || m.ended)
                  && gone.size() == mute.size();
            });
    return gone;
  }

  /** When the server found a queue full, by its own log. */
  private Map<String, Long> fullAt(List<Member> mute) {
    Set<String> wanted = new HashSet<>();
    mute.forEach(m -> wanted.add(m.connectionId));
    Map<String, Long> full = new HashMap<>();
    Matcher line = TOO_SLOW.matcher(server.log());
    while (line.find()) {
      full.put(line.group(2), Long.parseLong(line.group(1)));
    }
    assertThat(full.keySet()).isEqualTo(wanted);
    return full;
  }

  private long kept(List<Member> mute) {
    Set<Integer> kept = ServerGauge.peersKept(server.url().getPort());
    return mute.stream().filter(m -> kept.contains(m.port)).count();
  }
}
