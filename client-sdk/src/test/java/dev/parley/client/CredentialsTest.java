package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final String SECRET = "swordfish-4711";
  private static final String DEVICE = "device-0000000000000000000";

  @Test
  void noSecretIsSaid() {
    List<Object> all =
        List.of(
            Credentials.password("ada", SECRET),
            Credentials.session(SECRET, SECRET + DEVICE),
            Credentials.accessToken(SECRET),
            Credentials.apiKey(SECRET),
            Credentials.clientCredentials("id", SECRET, "orders:read"),
            new SavedSession("http://h", "password ada", SECRET, SECRET),
            new SessionKeeper.Start(SECRET, SECRET),
            new Grant(SECRET, java.time.Duration.ofSeconds(1), SECRET));

    assertThat(all).allSatisfy(one -> assertThat(one.toString()).doesNotContain(SECRET));
  }

  @Test
  void aClientHasOneKind() {
    ParleyClient.Builder builder = ParleyClient.builder().credentials("ada", SECRET);

    assertThatThrownBy(() -> builder.credentials(Credentials.apiKey("other")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one kind only")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void whatOpensNoSessionNeedsNoStore() {
    for (Credentials sessionless :
        List.of(
            Credentials.apiKey(SECRET),
            Credentials.clientCredentials("id", SECRET),
            Credentials.accessToken(SECRET),
            Credentials.accessTokens(refused -> CompletableFuture.completedFuture(SECRET)))) {
      ParleyClient.Builder builder =
          ParleyClient.builder().credentials(sessionless).tokenStore(TokenStore.inMemory());

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("opens none")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void aDeviceIsNamedAsTheContractSays() {
    assertThatThrownBy(() -> Credentials.session(SECRET, "short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("22 to 64");
  }
}
