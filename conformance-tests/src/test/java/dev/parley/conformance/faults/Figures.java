package dev.parley.conformance.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one scenario came to, printed and kept as JSON. For one thread. */
final class Figures {
  private static final Path FOLDER = Path.of("target", "faults");

  private final String scenario;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Long> injected = new LinkedHashMap<>();
  private final List<Long> recoveries = new ArrayList<>();

  Figures(String scenario, Size size) {
    this.scenario = scenario;
    values.put("scenario", scenario);
    values.put("size", size.name());
    values.put("seed", Size.seed());
    values.put("clients", size.clients());
    values.put("injected", injected);
    values.put("recoveryMs", recoveries);
  }

  void injected(String kind, long count) {
    injected.merge(kind, count, Long::sum);
  }

  void recovered(long milliseconds) {
    recoveries.add(milliseconds);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }

  void verdict(Verdict verdict) {
    set("acknowledged", verdict.acknowledged());
    set("orders", verdict.present());
    set("lost", verdict.lost());
    set("doubled", verdict.doubled());
    set("eventsStreamed", verdict.events());
    set("eventsMissing", verdict.missing());
    set("eventsDoubled", verdict.repeated());
    set("findings", verdict.findings().size());
  }

  /** Writes {@code target/faults/<scenario>.json} and a line for people. */
  void write() {
    try {
      Files.createDirectories(FOLDER);
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      json.writeValue(FOLDER.resolve(scenario + ".json").toFile(), values);
      System.out.println("faults: " + new ObjectMapper().writeValueAsString(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
