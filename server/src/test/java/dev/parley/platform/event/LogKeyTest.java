package dev.parley.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogKeyTest {
  @Test
  void readsBackWhatItWrites() {
    LogKey key = LogKey.user("list:42", new UUID(1, 2));
    assertThat(key).hasToString("list:42@user:00000000-0000-0001-0000-000000000002");
    assertThat(LogKey.parse(key.toString())).isEqualTo(key);
    assertThat(LogKey.parse("a@b@c")).isEqualTo(new LogKey("a", "b@c"));
  }

  @Test
  void refusesWhatCouldBeMistakenForAnother() {
    assertThatThrownBy(() -> new LogKey("a@user:1", "public"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LogKey("a", "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogKey.parse("orders")).isInstanceOf(IllegalArgumentException.class);
  }
}
