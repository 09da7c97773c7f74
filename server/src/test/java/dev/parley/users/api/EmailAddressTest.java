package dev.parley.users.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.contract.Formats;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmailAddressTest {
  @Test
  void isTheSameInAnyCaseAndKeepsHowItWasWritten() {
    EmailAddress written = new EmailAddress(" Ada@Example.COM ");
    assertThat(written).isEqualTo(new EmailAddress("ada@example.com"));
    assertThat(written).hasSameHashCodeAs(new EmailAddress("ada@example.com"));
    assertThat(written).hasToString("Ada@Example.COM");
    assertThat(written.localPart()).isEqualTo("ada");
  }

  @Test
  void doesNotBecomeTheAddressOfAnotherInLowerCase() {
    // The Kelvin sign and the capital I with a dot; a capital O with dots stays one letter.
    for (String text : new String[] {"mi\u212Ae@example.com", "m\u0130ke@example.com"}) {
      assertThat(Formats.isEmail(text)).isFalse();
      assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Formats.isEmail("J\u00D6RG@example.com")).isTrue();
    assertThat(new EmailAddress("J\u00D6RG@example.com"))
        .isEqualTo(new EmailAddress("j\u00F6rg@example.com"));
  }

  @Test
  void isNothingWithoutAName() {
    for (String text : new String[] {"", "ada", "@example.com"}) {
      assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void isTheUserNameWhereNoneWasChosen() {
    EmailAddress email = new EmailAddress("Ada@example.com");
    assertThat(NewAccount.of(email, Optional.empty(), "Ada", Role.USER).username())
        .isEqualTo("ada@example.com");
    assertThat(NewAccount.of(email, Optional.of("Ada"), "Ada", Role.USER).username())
        .isEqualTo("ada");
  }

  @Test
  void cannotBeTakenAsAUserNameByAnother() {
    EmailAddress email = new EmailAddress("eve@example.com");
    assertThatThrownBy(() -> new NewAccount(email, "ada@example.com", "Eve", Role.USER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
