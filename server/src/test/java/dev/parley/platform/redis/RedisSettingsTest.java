package dev.parley.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void sharesNothingUnlessTold() {
    assertThat(RedisSettings.from(Settings.of(Map.of()))).isEmpty();
  }

  @Test
  void readsHostPortDatabaseAndWhetherTlsIsSpoken() {
    RedisURI uri = uri("rediss://ann:s%40cret@cache.example:6390/4");
    assertThat(uri.getHost()).isEqualTo("cache.example");
    assertThat(uri.getPort()).isEqualTo(6390);
    assertThat(uri.getDatabase()).isEqualTo(4);
    assertThat(uri.isSsl()).isTrue();
    assertThat(uri("redis://[::1]").getPort()).isEqualTo(6379);
    assertThat(uri("redis://cache").isSsl()).isFalse();
  }

  @Test
  void showsThePasswordNowhere() {
    Settings settings = Settings.of(Map.of("REDIS_URL", "redis://:hush@cache:1"));
    assertThat(RedisSettings.from(settings).orElseThrow().toString()).doesNotContain("hush");
    assertThat(settings.effective()).containsExactly("REDIS_URL=**** (test)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "http://:hush@cache",
        "redis://",
        "redis://:hush@",
        "redis://:hush@cache:port",
        "redis://:hush@cache:99999999",
        "redis://:hu sh@cache",
        "redis-socket:///tmp/redis",
        "redis://:hush@cache/x",
      })
  void refusesToStartWithWhatIsNoAddressWithoutQuotingIt(String wrong) {
    assertThatThrownBy(() -> RedisSettings.from(Settings.of(Map.of("REDIS_URL", wrong))))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "setting REDIS_URL: expected redis://[user:password@]host[:port][/database], or"
                + " rediss:// for TLS, found '****'")
        .hasNoCause();
  }

  @Test
  void isPatientForATenthOfASecond() {
    assertThat(
            RedisSettings.from(Settings.of(Map.of("REDIS_URL", "redis://cache")))
                .orElseThrow()
                .patience())
        .isEqualTo(Duration.ofMillis(100));
  }

  private static RedisURI uri(String url) {
    return RedisSettings.from(Settings.of(Map.of("REDIS_URL", url))).orElseThrow().uri();
  }
}
