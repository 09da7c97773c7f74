package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.error.Violation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordRulesTest {
  private final PasswordRules rules = new PasswordRules(Set.of("password1234"));

  @ParameterizedTest
  @CsvSource({
    "Password1234, password_common",
    "abababababab, password_monotonous",
    "i am Ada.Lovelace, password_personal",
  })
  void namesTheRuleThatIsBroken(String password, String code) {
    assertThat(rules.check("/password", password, List.of("ada.lovelace")))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("/password", code));
  }

  @Test
  void takesAnyKindOfCharacters() {
    assertThat(rules.check("/password", "correct cheval pile", List.of("ada"))).isEmpty();
    assertThat(rules.check("/password", "пароль для меня", List.of("ada"))).isEmpty();
  }

  @Test
  void ignoresNamesTooShortToMatter() {
    assertThat(rules.check("/password", "canada is a country", List.of("ada"))).isEmpty();
  }

  @Test
  void listsAllThatIsBroken() {
    assertThat(rules.check("/p", "aaaa", List.of("aaaa"))).hasSize(2);
  }
}
