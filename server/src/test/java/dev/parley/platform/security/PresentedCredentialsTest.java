package dev.parley.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Credential.AccessToken;
import dev.parley.platform.security.Credential.ApiKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PresentedCredentialsTest {
  @Test
  void findsTheOneCredentialHoweverItComes() {
    assertThat(of().credential()).isEmpty();
    assertThat(of("authorization: bearer  abc ").credential()).contains(new AccessToken("abc"));
    assertThat(of("X-Api-Key: pk_1").credential()).contains(new ApiKey("pk_1"));
    assertThat(of("X-Device-Id: d").deviceId()).contains("d");
  }

  @Test
  void findsWhatABrowserKeeps() {
    PresentedCredentials page =
        of("Cookie: theme=dark; __Host-parley-access=abc;__Host-parley-device= d ; x");
    assertThat(page.credential()).contains(new AccessToken("abc"));
    assertThat(page.deviceId()).contains("d");
    assertThat(page.byCookieAlone()).isTrue();
    assertThat(page.toString()).doesNotContain("abc");
    assertThat(of("Cookie: __host-parley-access=abc; a__Host-parley-access=abc").credential())
        .isEmpty();
    assertThat(of("Cookie: __Host-parley-access=abc", "Authorization: Bearer abc").credential())
        .contains(new AccessToken("abc"));
    assertThat(of("Cookie: __Host-parley-access=abc", "X-Api-Key: ak").byCookieAlone()).isFalse();
    assertThat(of("Cookie: __Secure-parley-refresh=rt").byCookieAlone()).isFalse();
  }

  @Test
  void refusesCookiesThatDiffer() {
    assertThat(refusal("Cookie: __Host-parley-access=a", "Authorization: Bearer b"))
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
    assertThat(refusal("Cookie: __Host-parley-access=a; __Host-parley-access=b"))
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
    assertThat(refusal("Cookie: __Host-parley-access=a", "Cookie: __Host-parley-access=b"))
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
    PresentedCredentials devices = of("Cookie: __Host-parley-device=a", "X-Device-Id: b");
    assertThat(catchThrowableOfType(AppException.class, devices::deviceId).code())
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
  }

  @Test
  void refusesCredentialsThatDiffer() {
    assertThat(refusal("Authorization: Bearer abc", "X-Api-Key: pk_1"))
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
    assertThat(refusal("X-Api-Key: pk_1", "X-Api-Key: pk_2"))
        .isEqualTo(ErrorCode.CREDENTIALS_CONFLICT);
    assertThat(of("X-Api-Key: pk_1", "X-Api-Key: pk_1").credential()).contains(new ApiKey("pk_1"));
  }

  @Test
  void refusesAnAuthorizationThatIsNotOneBearerToken() {
    assertThat(refusal("Authorization: Basic YTpi")).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(refusal("Authorization: Bearer a", "Authorization: Bearer a"))
        .isEqualTo(ErrorCode.AUTH_FAILED);
  }

  @Test
  void printsNoSecret() {
    assertThat(of("Authorization: Bearer abc").toString()).doesNotContain("abc");
    assertThat(new AccessToken("abc").toString() + new ApiKey("abc")).doesNotContain("abc");
  }

  private static ErrorCode refusal(String... headers) {
    return catchThrowableOfType(AppException.class, () -> of(headers).credential()).code();
  }

  private static PresentedCredentials of(String... headers) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(headers)
        .map(header -> header.split(": ", 2))
        .forEach(
            pair ->
                all.merge(
                    pair[0], List.of(pair[1]), (one, more) -> List.of(one.get(0), more.get(0))));
    return PresentedCredentials.of(name -> all.getOrDefault(name, List.of()));
  }
}
