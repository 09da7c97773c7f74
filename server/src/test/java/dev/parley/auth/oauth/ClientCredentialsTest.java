package dev.parley.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCredentialsTest {
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void comeByHeaderOrForm() {
    ClientCredentials expected = new ClientCredentials("one", "secret");
    assertThat(ClientCredentials.of(List.of(basic("one:secret")), NONE, NONE)).hasValue(expected);
    assertThat(ClientCredentials.of(List.of(), Optional.of("one"), Optional.of("secret")))
        .hasValue(expected);
    assertThat(ClientCredentials.of(List.of(basic("one:secret")), Optional.of("one"), NONE))
        .hasValue(expected);
  }

  @Test
  void areDecodedAsAFormIs() {
    assertThat(ClientCredentials.of(List.of(basic("a%3Ab:c+d%25")), NONE, NONE))
        .hasValue(new ClientCredentials("a:b", "c d%"));
    assertThat(ClientCredentials.of(List.of(basic("one:two:three")), NONE, NONE))
        .hasValue(new ClientCredentials("one", "two:three"));
  }

  @Test
  void mayBeAbsent() {
    assertThat(ClientCredentials.of(List.of(), NONE, NONE)).isEmpty();
    assertThat(ClientCredentials.of(List.of(basic(":")), NONE, NONE)).isEmpty();
    assertThat(ClientCredentials.of(List.of(), Optional.of("swagger-ui"), NONE)).isEmpty();
  }

  @Test
  void comeOneWayOnly() {
    refused("MALFORMED_REQUEST", List.of(basic("one:secret")), NONE, Optional.of("secret"));
    refused("MALFORMED_REQUEST", List.of(basic("one:secret")), Optional.of("two"), NONE);
    refused("MALFORMED_REQUEST", List.of(basic(":")), Optional.of("one"), Optional.of("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer x", "Basic", "Basic ", "Basic ***", "Basic b25l", "", "Digest a=b"})
  void mustBeBasicInTheHeader(String header) {
    refused("INVALID_CLIENT", List.of(header), NONE, NONE);
  }

  @Test
  void mustHoldInTheHeader() {
    refused("INVALID_CLIENT", List.of(basic("a:b"), basic("a:b")), NONE, NONE);
    refused("INVALID_CLIENT", List.of(basic("a:%zz")), NONE, NONE);
  }

  @Test
  void printWithoutTheSecret() {
    assertThat(new ClientCredentials("one", "secret")).hasToString("ClientCredentials[one]");
  }

  private static void refused(
      String code, List<String> headers, Optional<String> id, Optional<String> secret) {
    assertThatThrownBy(() -> ClientCredentials.of(headers, id, secret))
        .isInstanceOfSatisfying(
            AppException.class, e -> assertThat(e.code().name()).isEqualTo(code));
  }

  private static String basic(String pair) {
    return "basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
