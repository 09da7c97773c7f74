package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {
  @Test
  void readsTheHeader() {
    assertThat(
            StreamPosition.parse("candles:BTC-USD:1m; epoch=0197b1f0-9c1e; seq=9007199254740991"))
        .isEqualTo(new StreamPosition("candles:BTC-USD:1m", "0197b1f0-9c1e", 9007199254740991L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "orders", "orders;seq=1", "orders;epoch=e;seq=", "orders;epoch=e;seq=-1"})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> StreamPosition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }
}
