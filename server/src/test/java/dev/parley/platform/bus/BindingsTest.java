package dev.parley.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.EntryAdded;
import dev.parley.platform.sample.api.Look;
import dev.parley.platform.sample.api.Shout;
import dev.parley.platform.sample.api.Tick;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private final Bindings bindings = new Bindings();

  @Test
  void findsEveryMessageOfAFeature() {
    assertThat(ApiTypes.besides(Node.class, Command.class))
        .isEqualTo(Set.of(Act.class, Shout.class, Tick.class));
    assertThat(ApiTypes.besides(Node.class, Query.class)).isEqualTo(Set.of(Look.class));
    assertThat(ApiTypes.besides(Node.class, DomainEvent.class)).isEqualTo(Set.of(EntryAdded.class));
  }

  @Test
  void aMessageWithoutHandlerFailsTheStart() {
    bindings.command(Tick.class, (tick, context) -> "tock");
    assertThatThrownBy(() -> bindings.seal(ApiTypes.besides(Node.class, Command.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Act")
        .hasMessageContaining("Shout")
        .hasMessageNotContaining("Tick");
  }

  @Test
  void twoHandlersFailTheStart() {
    bindings.command(Tick.class, (tick, context) -> "tock");
    assertThatThrownBy(() -> bindings.command(Tick.class, (tick, context) -> "tick"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Two handlers");
  }

  @Test
  void nothingIsSentBeforeAndNothingBoundAfterTheWiring() {
    assertThatThrownBy(() -> bindings.of(Tick.class)).hasMessageContaining("wired");
    bindings.seal(Set.of());
    assertThatThrownBy(() -> bindings.command(Tick.class, (tick, context) -> "tock"))
        .hasMessageContaining("too late");
  }
}
