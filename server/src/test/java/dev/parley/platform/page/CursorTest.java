package dev.parley.platform.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final String LIST = "orders|-createdAt|status=open";

  @Test
  void givesBackTheKeyItWasMadeOf() {
    Instant time = Instant.parse("2026-11-21T12:00:00.123456Z");
    UUID id = UUID.randomUUID();

    Cursor cursor = Objects.requireNonNull(Cursor.parse(Cursor.of(LIST, time, id, 7L, ""), LIST));

    assertThat(cursor.instant(0)).isEqualTo(time);
    assertThat(cursor.uuid(1)).isEqualTo(id);
    assertThat(cursor.number(2)).isEqualTo(7);
    assertThat(cursor.text(3)).isEmpty();
  }

  @Test
  void isNullForTheFirstPage() {
    assertThat(Cursor.parse(null, LIST)).isNull();
  }

  @Test
  void refusesTheCursorOfAnotherList() {
    assertRefused(Cursor.of("orders|createdAt|status=open", "x"));
  }

  @Test
  void refusesEveryAlteredCharacter() {
    String genuine = Cursor.of(LIST, "2026", "abc");
    for (int i = 0; i < genuine.length(); i++) {
      char other = genuine.charAt(i) == 'A' ? 'B' : 'A';
      String forged = genuine.substring(0, i) + other + genuine.substring(i + 1);
      assertRefused(forged);
    }
  }

  @Test
  void refusesWhatIsNoCursorAtAll() {
    for (String text : List.of("", "x", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAA", "%00")) {
      assertRefused(text);
    }
  }

  @Test
  void hidesTheExtraRowOfAPage() {
    Page<Integer> page =
        Page.of(List.of(1, 2, 3), 2, OptionalLong.empty(), item -> "after " + item);

    assertThat(page.items()).containsExactly(1, 2);
    assertThat(page.nextCursor()).contains("after 2");
    assertThat(Page.of(List.of(1, 2), 2, OptionalLong.of(2), Object::toString).nextCursor())
        .isEmpty();
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> Cursor.parse(text, LIST))
        .isInstanceOfSatisfying(
            AppException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
  }
}
