package dev.parley.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
  @Test
  void isAnOriginWithoutASlash() {
    for (String text : new String[] {"https://api.example.com", "https://api.example.com/"}) {
      assertThat(PublicUrl.from(settings(text))).hasValue(new PublicUrl("https://api.example.com"));
    }
    assertThat(PublicUrl.from(settings("http://[::1]:8000")))
        .hasValue(new PublicUrl("http://[::1]:8000"));
    assertThat(PublicUrl.from(Settings.of(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "ftp://api.example.com",
        "https://",
        "https://user@api.example.com",
        "https://api.example.com/parley",
        "https://api.example.com?x",
        "https://api.example.com#x",
        "https://api example.com",
        "https:api.example.com"
      })
  void isNothingElse(String text) {
    assertThatThrownBy(() -> PublicUrl.from(settings(text)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("PUBLIC_URL");
  }

  @Test
  void isWhatWasAskedFor() {
    assertThat(PublicUrl.of(URI.create("http://127.0.0.1:8000/.well-known/x?y")).text())
        .isEqualTo("http://127.0.0.1:8000");
  }

  private static Settings settings(String url) {
    return Settings.of(Map.of("PUBLIC_URL", url));
  }
}
