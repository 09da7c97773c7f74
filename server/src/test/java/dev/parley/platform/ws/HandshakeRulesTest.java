package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRulesTest {
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String VERSION = "Sec-WebSocket-Version";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";
  private static final Map<String, List<String>> GOOD =
      Map.of(
          "Connection",
          List.of("keep-alive, Upgrade"),
          VERSION,
          List.of("13"),
          KEY,
          List.of("dGhlIHNhbXBsZSBub25jZQ=="));

  private final HandshakeRules rules = new HandshakeRules(List.of("parley.v1"));

  private record Request(
      String method, String query, boolean hasBody, boolean http11, Map<String, List<String>> all)
      implements HandshakeRules.Asked {
    @Override
    public List<String> headers(String name) {
      return all.getOrDefault(name, List.of());
    }
  }

  private static Request with(String header, String... lines) {
    Map<String, List<String>> all = new HashMap<>(GOOD);
    all.put(header, List.of(lines));
    return new Request("GET", "", false, true, all);
  }

  private void refused(Request request, ErrorCode code) {
    assertThatThrownBy(() -> rules.check(request))
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void taken(Request request) {
    assertThatCode(() -> rules.check(request)).doesNotThrowAnyException();
  }

  @Test
  void takesWhatTheRfcShows() {
    taken(new Request("GET", "", false, true, GOOD));
    taken(new Request("GET", "ticket=a%20b&x=%C3%A9", false, true, GOOD));
    taken(with("Connection", "upgrade"));
    taken(with("Connection", "keep-alive", "Upgrade"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parley.v1", "other, parley.v1", "parley.v1,other"})
  void takesItsProtocolAmongOthers(String protocols) {
    taken(with(PROTOCOL, protocols));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "other", "parley.v2", "PARLEY.V1", "parley.v1 x", ",,,", "parley.v1,"})
  void refusesOtherProtocolsAlone(String protocols) {
    refused(with(PROTOCOL, protocols), ErrorCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZR==",
        "dGhlIHNhbXBsZSBub25jZSE=",
        "!!!!!!!!!!!!!!!!!!!!!!==",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="
      })
  void refusesKeysThatAreNone(String key) {
    refused(with(KEY, key), ErrorCode.MALFORMED_REQUEST);
  }

  @Test
  void refusesNoneOrTwoOfWhatThereMustBeOne() {
    for (String header : List.of(KEY, VERSION)) {
      String value = GOOD.get(header).get(0);
      refused(with(header), ErrorCode.MALFORMED_REQUEST);
      refused(with(header, value, value), ErrorCode.MALFORMED_REQUEST);
    }
    refused(with("Connection"), ErrorCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "14", "x", "13, 8", "013"})
  void refusesOtherVersions(String version) {
    refused(with(VERSION, version), ErrorCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "keep-alive", "upgraded", ""})
  void refusesAConnectionThatIsNotToBeUpgraded(String connection) {
    refused(with("Connection", connection), ErrorCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "get", "OPTIONS"})
  void refusesOtherMethods(String method) {
    refused(new Request(method, "", false, true, GOOD), ErrorCode.METHOD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token=%zz", "token=%", "x={}", "x=a|b", "x=^", "x=\"", "%4"})
  void refusesAQueryThatIsNone(String query) {
    refused(new Request("GET", query, false, true, GOOD), ErrorCode.MALFORMED_REQUEST);
  }

  @Test
  void refusesABodyAndAnOlderHttp() {
    refused(new Request("GET", "", true, true, GOOD), ErrorCode.MALFORMED_REQUEST);
    refused(new Request("GET", "", false, false, GOOD), ErrorCode.MALFORMED_REQUEST);
  }
}
