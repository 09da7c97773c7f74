package dev.parley.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import dev.parley.platform.bus.Command;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.Entry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private final Answers answers = new Answers();

  private enum Side {
    BUY,
    SELL
  }

  private record Money(BigDecimal amount) {
    Money {
      if (amount.signum() < 0) {
        throw new IllegalArgumentException("negative");
      }
    }

    static Money of(String amount) {
      return new Money(new BigDecimal(amount));
    }
  }

  record Order(
      UUID id,
      Side side,
      Money price,
      Optional<Money> limit,
      List<Money> fills,
      Map<String, Integer> tags,
      long version,
      Instant at) {
    boolean isOpen() {
      return true;
    }

    String getDisplay() {
      throw new IllegalStateException("not part of what is stored");
    }
  }

  private record Place() implements Command<Order> {}

  private record PlaceAll() implements Command<List<Order>> {}

  private sealed interface Outcome {
    record Done() implements Outcome {}
  }

  @Test
  void comesBackEqualToTheLastDigit() {
    Order order =
        new Order(
            UUID.randomUUID(),
            Side.SELL,
            Money.of("0.10000000"),
            Optional.empty(),
            List.of(Money.of("1E+3"), Money.of("12345678901234567890.123456789")),
            Map.of("a", 1),
            Long.MAX_VALUE,
            Instant.parse("2026-11-21T22:00:00.123456Z"));
    JavaType type = answers.typeArgument(Place.class, Command.class);
    Order back = answers.read(answers.write(order, type), type);
    assertThat(back.fills().getFirst().amount()).isEqualByComparingTo("1000");
    assertThat(back.price()).isEqualTo(order.price());
    assertThat(back).usingRecursiveComparison().ignoringFields("fills").isEqualTo(order);
  }

  @Test
  void carriesListsAndNothing() {
    JavaType type = answers.typeArgument(PlaceAll.class, Command.class);
    List<Order> none = answers.read(answers.write(List.of(), type), type);
    assertThat(none).isEmpty();
    JavaType entry = answers.typeArgument(Act.class, Command.class);
    assertThat(entry.getRawClass()).isEqualTo(Entry.class);
    Entry nothing = answers.read(answers.write(null, entry), entry);
    assertThat(nothing).isNull();
  }

  @Test
  void refusesWhatItCouldNotReadBack() {
    JavaType type = answers.typeArgument(new Command<Outcome>() {}.getClass(), Command.class);
    assertThatThrownBy(() -> answers.write(new Outcome.Done(), type))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Outcome");
  }
}
