package dev.parley.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRuleTest {
  private final OriginRule rule =
      new OriginRule(List.of("https://app.example.com", "http://localhost:3000"));

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com,    api.example.com,      true,  true",
    "http://api.example.com,     api.example.com,      true,  false",
    "https://app.example.com,    api.example.com,      true,  true",
    "https://app.example.com:8,  api.example.com,      false, false",
    "https://x.app.example.com,  api.example.com,      false, false",
    "null,                       api.example.com,      false, false",
    "http://localhost:3000,      api.example.com,      true,  false",
    "http://localhost:3000,      localhost:8000,       true,  true",
    "http://127.0.0.1:8000,      127.0.0.1:8000,       true,  true",
    "http://[::1]:8000,          [::1]:8000,           true,  true",
    "http://127.0.0.1:8001,      127.0.0.1:8000,       false, false",
    "http://127.evil.example,    127.evil.example,     true,  false",
    "http://localhost.evil.example, localhost.evil.example, true, false",
  })
  void aPageIsServedAndHasCookies(
      String origin, String host, boolean served, boolean mayHaveCookies) {
    assertThat(rule.serves(origin, host)).isEqualTo(served);
    assertThat(rule.mayHaveCookies(origin, host)).isEqualTo(mayHaveCookies);
  }

  @Test
  void aProgramHasNoCookies() {
    assertThat(rule.mayHaveCookies(null, "127.0.0.1:8000")).isFalse();
    assertThat(rule.mayHaveCookies("https://api.example.com", null)).isFalse();
  }
}
