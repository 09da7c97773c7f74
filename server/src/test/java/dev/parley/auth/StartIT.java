package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.token.SigningKey;
import dev.parley.platform.sample.TestClock;
import dev.parley.platform.settings.StartupException;
import dev.parley.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first start makes, and what later ones find. */
class StartIT {
  @TempDir private Path data;

  @Test
  void theAdminsPasswordIsInAFileForItsOwnerAndGoneOnceChanged() throws IOException {
    TestDatabase database = AuthNode.database();
    TestClock clock = new TestClock();
    try (AuthNode node = new AuthNode(database, data, clock, Map.of()).started()) {
      Path file = node.parts.admin.passwordFile().orElseThrow();
      assertThat(file).isEqualTo(data.resolve("admin-password").toAbsolutePath());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("auth-key-secret"))))
          .isEqualTo("rw-------");
      String password = Files.readString(file).strip();
      IssuedTokens tokens =
          node.signIn.signIn("admin", password, AuthNode.DEVICE, node.anonymous());
      assertThat(tokens.mustChangePassword()).isTrue();
      node.passwordChange.change(password, AuthNode.PASSWORD, AuthNode.DEVICE, node.caller(tokens));
      assertThat(node.parts.admin.passwordFile()).isEmpty();
    }
    try (AuthNode again = new AuthNode(database, data, clock, Map.of()).started()) {
      assertThat(again.parts.admin.passwordFile()).isEmpty();
      assertThat(data.resolve("admin-password")).doesNotExist();
      assertThat(again.signIn("admin").mustChangePassword()).isFalse();
    }
  }

  @Test
  void twoServersThatStartAtOnceMakeOneAdminAndOneKey() throws Exception {
    TestDatabase database = AuthNode.database();
    Path other = Files.createDirectory(data.resolve("other"));
    Map<String, String> secret = Map.of("AUTH_KEY_SECRET", "k".repeat(32));
    try (AuthNode one = new AuthNode(database, data, new TestClock(), secret);
        AuthNode two = new AuthNode(database, other, new TestClock(), secret)) {
      CountDownLatch start = new CountDownLatch(1);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<AuthNode>> started =
            List.of(one, two).stream()
                .map(
                    node ->
                        threads.submit(
                            () -> {
                              start.await();
                              return node.started();
                            }))
                .toList();
        start.countDown();
        for (Future<AuthNode> each : started) {
          each.get();
        }
      }
      assertThat(one.count("SELECT count(*) FROM users.account")).isEqualTo(1);
      assertThat(one.count("SELECT count(*) FROM auth.signing_key")).isEqualTo(1);
      Optional<Path> here = one.parts.admin.passwordFile();
      Optional<Path> there = two.parts.admin.passwordFile();
      assertThat(here.isPresent()).isNotEqualTo(there.isPresent());
      String password = Files.readString(here.or(() -> there).orElseThrow()).strip();
      IssuedTokens tokens = one.signIn.signIn("admin", password, AuthNode.DEVICE, one.anonymous());
      assertThat(two.parts.verifier.verify(tokens.accessToken()).username()).isEqualTo("admin");
    }
  }

  @Test
  void keysAreKeptAndSealed() {
    TestDatabase database = AuthNode.database();
    TestClock clock = new TestClock();
    SigningKey made;
    try (AuthNode node = new AuthNode(database, data, clock, Map.of()).started()) {
      made = node.parts.keys.signing();
      byte[] stored =
          node.transactions.read(
              handle ->
                  handle
                      .createQuery("SELECT private_key FROM auth.signing_key")
                      .mapTo(byte[].class)
                      .one());
      assertThat(new String(stored, StandardCharsets.ISO_8859_1))
          .doesNotContain(
              new String(made.privateKey().getPrimeP().toByteArray(), StandardCharsets.ISO_8859_1));
    }
    try (AuthNode again = new AuthNode(database, data, clock, Map.of()).started()) {
      assertThat(again.parts.keys.signing()).isEqualTo(made);
    }
    // A key is due: one that the stranger made would be one that no other server can open.
    clock.shift(Duration.ofDays(31));
    Map<String, String> otherSecret = Map.of("AUTH_KEY_SECRET", "another secret ".repeat(3));
    try (AuthNode stranger = new AuthNode(database, data, clock, otherSecret)) {
      assertThatThrownBy(stranger::started)
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("AUTH_KEY_SECRET");
      assertThat(stranger.count("SELECT count(*) FROM auth.signing_key")).isEqualTo(1);
    }
    try (AuthNode again = new AuthNode(database, data, clock, Map.of()).started()) {
      assertThat(again.count("SELECT count(*) FROM auth.signing_key")).isEqualTo(2);
    }
  }

  @Test
  void aSecretThatWasCutShortIsRefusedByTheNameOfItsFile() throws IOException {
    TestDatabase database = AuthNode.database();
    Path file = data.resolve("auth-key-secret");
    for (String cut : new String[] {"", "\n", "short"}) {
      Files.writeString(file, cut);
      assertThatThrownBy(() -> new AuthNode(database, data, new TestClock(), Map.of()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(file.toAbsolutePath().toString());
      assertThat(file).hasContent(cut);
    }
  }

  @Test
  void keysRotateAndTokensOfTheOldOneHoldTillTheirEnd() {
    TestDatabase database = AuthNode.database();
    Map<String, String> settings =
        Map.of("AUTH_KEY_ROTATION", "1h", "PARLEY_ADMIN_PASSWORD", AuthNode.ADMIN_PASSWORD);
    try (AuthNode node = new AuthNode(database, data, new TestClock(), settings).started()) {
      SigningKey first = node.parts.keys.signing();
      node.clock.shift(Duration.ofMinutes(46));
      node.parts.keys.refresh();
      assertThat(node.parts.keys.published()).hasSize(2);
      assertThat(node.parts.keys.signing()).as("announced, not yet in use").isEqualTo(first);

      node.clock.shift(Duration.ofMinutes(13));
      IssuedTokens old =
          node.signIn.signIn("admin", AuthNode.ADMIN_PASSWORD, AuthNode.DEVICE, node.anonymous());
      node.clock.shift(Duration.ofMinutes(3));
      assertThat(node.parts.keys.signing()).isNotEqualTo(first);
      assertThat(node.parts.verifier.verify(old.accessToken()).username()).isEqualTo("admin");
      assertThat(node.parts.keys.find(first.kid())).isPresent();

      node.clock.shift(Duration.ofMinutes(6));
      node.parts.keys.refresh();
      assertThat(node.parts.keys.find(first.kid())).isEmpty();
      assertThat(node.parts.keys.published()).hasSize(1);
    }
  }
}
