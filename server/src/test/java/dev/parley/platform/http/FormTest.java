package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.platform.contract.Findings;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private final Findings found = new Findings();

  @Test
  void readsNamesAndTexts() {
    assertThat(read("a=1&b=x+y%20z%26%3D&%61b=%C3%A9").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"x y z&=\",\"ab\":\"é\"}");
    assertThat(found.isEmpty()).isTrue();
  }

  @Test
  void takesTextsAsPeopleTypeThem() {
    assertThat(read("a=some words = ü").toString()).isEqualTo("{\"a\":\"some words = ü\"}");
  }

  @Test
  void overlooksWhatIsUnknownOrHasNoValue() {
    assertThat(read("a=&b&=x&other=y&&ab=z&").toString()).isEqualTo("{\"ab\":\"z\"}");
    assertThat(found.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a=2", "a=1&a=1", "a=&a=1", "a=1&%61=2", "a=1&b=2&b"})
  void findsWhatIsGivenTwice(String form) {
    read(form);
    assertThat(found.list()).extracting(Violation::code).containsExactly("repeated");
  }

  @Test
  void findsWhatIsUnknownAndGivenTwice() {
    read("a=1&other=x&other=y");
    assertThat(found.list()).extracting(Violation::pointer).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%4",
        "a=%zz",
        "a=%-1",
        "%=1",
        "a=%c3",
        "a=%ff",
        "a=%ed%a0%80",
        "",
        "&",
        "&&",
        " ",
        "\n",
        "=",
        "=x"
      })
  void refusesWhatIsNoForm(String form) {
    assertThatThrownBy(() -> read(form))
        .isInstanceOfSatisfying(
            AppException.class, e -> assertThat(e.code().name()).isEqualTo("MALFORMED_REQUEST"));
  }

  @Test
  void refusesMoreParametersThanAnybodyNeeds() {
    assertThat(read(many(100)).size()).isZero();
    assertThatThrownBy(() -> read(many(101))).hasMessageContaining("at most 100 parameters");
    assertThatThrownBy(() -> read(many(10_000))).hasMessageContaining("at most 100 parameters");
  }

  private static String many(int parameters) {
    return IntStream.range(0, parameters)
        .mapToObj(i -> "more" + i + "=x")
        .collect(Collectors.joining("&"));
  }

  private ObjectNode read(String form) {
    return Form.read(form.getBytes(StandardCharsets.UTF_8), Set.of("a", "b", "ab"), found);
  }
}
