package dev.parley.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.event.LogKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignalTest {
  @Test
  void comesBackAsItWasSent() {
    Signal signal =
        new Signal(
            "node-1",
            Map.of(LogKey.user("orders", new UUID(1, 2)), 12L, LogKey.everyone("list: ü"), 1L));
    assertThat(signal.payloads()).hasSize(1);
    assertThat(Signal.parse(signal.payloads().getFirst())).isEqualTo(signal);
  }

  @Test
  void splitsWhatIsTooLongForOneNotification() {
    Map<LogKey, Long> many = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      many.put(LogKey.user("orders", new UUID(1, i)), (long) i);
    }
    List<String> payloads = new Signal("node-1", many).payloads();
    Map<LogKey, Long> together = new HashMap<>();
    for (String payload : payloads) {
      assertThat(payload.getBytes(StandardCharsets.UTF_8).length).isLessThan(8_000);
      together.putAll(Signal.parse(payload).moved());
    }
    assertThat(payloads.size()).isGreaterThan(5);
    assertThat(together).isEqualTo(many);
  }
}
