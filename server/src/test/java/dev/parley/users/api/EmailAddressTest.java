package dev.parley.users.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
