package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one message that takes a market which rises faster than an order reserves for. */
@Order(9)
@ExtendWith(SuiteExtension.class)
final class SurgeIT {
  private final Suite suite;

  SurgeIT(Suite suite) {
    this.suite = suite;
  }

  @Test
  void anOrderThatCannotBePaidForIsRejected() {
    assumeTrue(suite.ours(), "needs a market that moves at a speed chosen for this");
    JsonNode event = suite.surge().await();
    JsonNode order = event.at("/data/order");
    assertThat(order.path("status").asText()).isEqualTo("rejected");
    assertThat(order.path("reason").asText()).isEqualTo("insufficient_funds");
    assertThat(order.path("filledQuantity").asText()).isEqualTo("0");
    assertThat(order.path("reservedCash").asText()).isEqualTo("0");
  }

  /** Whenever the run begins; a speed that is not found throws. */
  @Test
  void thereIsASpeedForEveryMoment() {
    Instant now = Instant.now();
    for (int i = 0; i < 2000; i++) {
      assertThat(Surge.speed(now.plus(Duration.ofMinutes(317L * i)))).isPositive();
    }
  }
}
