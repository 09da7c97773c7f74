package dev.parley.datafeed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {
  @Test
  void readsWhatBigDecimalReads() {
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      int scale = random.nextInt(9);
      BigDecimal number = BigDecimal.valueOf(random.nextLong(1L << 40), scale);
      String text = number.toPlainString();
      assertThat(FixedPoint.parse(text, scale)).isEqualTo(number.unscaledValue().longValueExact());
    }
    assertThat(FixedPoint.parse("800.010000000000", 2)).isEqualTo(80_001);
    assertThat(FixedPoint.parse("12", 3)).isEqualTo(12_000);
    assertThat(FixedPoint.parse("a,7.5,b", 2, 5, 1)).isEqualTo(75);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.2.3", ".5", "1e3", "1.001", "9223372036854775808", " 1"})
  void refusesWhatItCannotKeepExactly(String text) {
    assertThatThrownBy(() -> FixedPoint.parse(text, 2)).isInstanceOf(NumberFormatException.class);
  }
}
