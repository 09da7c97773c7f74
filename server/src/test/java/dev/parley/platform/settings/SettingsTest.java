package dev.parley.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private enum Mode {
    FAST,
    VERY_SAFE
  }

  private final Settings settings =
      Settings.of(
          Map.ofEntries(
              Map.entry("PORT", "8123"),
              Map.entry("HOST", " 0.0.0.0 "),
              Map.entry("EMPTY", "  "),
              Map.entry("WAIT", "250ms"),
              Map.entry("DEBUG", "Yes"),
              Map.entry("FEE", "0.0010"),
              Map.entry("ORIGINS", "a, b,,c"),
              Map.entry("MODE", "very_safe"),
              Map.entry("DATA_DIR", "/var/parley"),
              Map.entry("PASSWORD", "hunter2"),
              Map.entry("WORD", "ten")));

  @Test
  void readsEveryKindOfValue() {
    assertThat(settings.integer("PORT", 8000, 1, 65_535)).isEqualTo(8123);
    assertThat(settings.text("HOST", "127.0.0.1")).isEqualTo("0.0.0.0");
    assertThat(settings.text("HOST")).contains("0.0.0.0");
    assertThat(settings.duration("WAIT", Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.flag("DEBUG", false)).isTrue();
    assertThat(settings.decimal("FEE", BigDecimal.ZERO)).isEqualTo(new BigDecimal("0.0010"));
    assertThat(settings.list("ORIGINS", List.of())).containsExactly("a", "b", "c");
    assertThat(settings.choice("MODE", Mode.FAST)).isEqualTo(Mode.VERY_SAFE);
    assertThat(settings.path("DATA_DIR", Path.of("data"))).isEqualTo(Path.of("/var/parley"));
    assertThat(settings.secret("PASSWORD").orElseThrow().reveal()).isEqualTo("hunter2");
  }

  @Test
  void takesTheDefaultWhenAbsentOrEmpty() {
    assertThat(settings.integer("ABSENT", 5, 1, 9)).isEqualTo(5);
    assertThat(settings.text("EMPTY", "x")).isEqualTo("x");
    assertThat(settings.text("EMPTY")).isEmpty();
    assertThat(settings.flag("ABSENT", true)).isTrue();
    assertThat(settings.list("ABSENT", List.of("*"))).containsExactly("*");
    assertThat(settings.secret("ABSENT")).isEmpty();
  }

  @Test
  void namesSettingValueAndExpectationOfABadValue() {
    assertFails(() -> settings.integer("WORD", 1, 1, 9))
        .hasMessage("setting WORD: expected a whole number from 1 to 9, found 'ten'");
    assertFails(() -> settings.integer("PORT", 1, 1, 9))
        .hasMessage("setting PORT: expected a whole number from 1 to 9, found '8123'");
    assertFails(() -> settings.flag("WORD", true))
        .hasMessage("setting WORD: expected true or false, found 'ten'");
    assertFails(() -> settings.duration("PORT", Duration.ZERO))
        .hasMessageContaining("expected a duration such as 250ms")
        .hasMessageContaining("'8123'");
    assertFails(
            () ->
                settings.duration(
                    "WAIT", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(36)))
        .hasMessage("setting WAIT: expected a duration from 1s to 36h, found '250ms'");
    assertFails(() -> settings.decimal("WORD", BigDecimal.ONE))
        .hasMessage("setting WORD: expected a decimal number, found 'ten'");
    assertFails(() -> settings.choice("WORD", Mode.FAST))
        .hasMessage("setting WORD: expected one of fast, very_safe, found 'ten'");
  }

  @Test
  void refusesDecimalsOutOfRange() {
    assertFails(
            () ->
                settings.decimal("FEE", BigDecimal.ONE, new BigDecimal("0.1"), new BigDecimal("1")))
        .hasMessage("setting FEE: expected a decimal number from 0.1 to 1, found '0.0010'");
  }

  @Test
  void showsWhatDiffersFromItsDefaultWithSecretsMasked() {
    settings.integer("PORT", 8123, 1, 65_535);
    settings.text("HOST", "127.0.0.1");
    settings.secret("PASSWORD");
    settings.secret("ABSENT");
    settings.flag("ABSENT_FLAG", true);

    assertThat(settings.effective()).containsExactly("HOST=0.0.0.0 (test)", "PASSWORD=**** (test)");
  }

  @Test
  void namesWhatNobodyAskedFor() {
    Settings some = Settings.of(Map.of("PORT", "1", "PROT", "2"));
    some.integer("PORT", 8000, 1, 65_535);

    assertThat(some.unread()).containsExactly("PROT");
  }

  @Test
  void keepsMessagesOnOneLine() {
    assertThat(new StartupException("one\n  two\r\n three\n")).hasMessage("one two three");
  }

  @Test
  void masksSecrets() {
    assertThat(new Secret("hunter2")).hasToString("****").isEqualTo(new Secret("hunter2"));
    assertThat(String.valueOf(settings.secret("PASSWORD"))).doesNotContain("hunter2");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(StartupException.class);
  }
}
