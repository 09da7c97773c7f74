package dev.parley.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.platform.postgres.EmbeddedPostgres.Origin;
import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of root does; there is nothing to change for another user's. */
class AccountIT {
  private static final int NOBODY = 65_534;

  @TempDir Path home;

  @BeforeEach
  void onlyForRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
  }

  @Test
  void runsAsAnotherUserWhereNamespacesAreForbidden() throws Exception {
    Options options =
        new Options(Optional.empty(), List.of(Account.Way.USER), List.of(), List.of());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(home), options)) {
      assertThat(uid(Path.of("/proc", Long.toString(postgres.pid())))).isNotZero();
      assertThat(uid(home)).isNotZero();
    }
    // Where namespaces are allowed later, the directory keeps its owner.
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(home))) {
      assertThat(postgres.origin()).isEqualTo(Origin.STARTED);
      assertThat(uid(Path.of("/proc", Long.toString(postgres.pid())))).isEqualTo(uid(home));
    }
  }

  @Test
  void keepsFilesRootsInANamespace() throws Exception {
    Process unshare = new ProcessBuilder("unshare", "--user", "--", "id", "-un").start();
    assumeTrue(unshare.waitFor() == 0, "needs user namespaces");
    Options options = TestPostgres.durable(TestPostgres.distributions());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(home), options)) {
      assertThat(postgres.origin()).isEqualTo(Origin.CREATED);
      assertThat(uid(home.resolve("data").resolve("PG_VERSION"))).isZero();
    }
  }

  @Test
  void saysThatTheOtherUserCannotEnter() throws Exception {
    Path inside = Files.createDirectory(home.resolve("postgres"));
    Files.setAttribute(inside, "unix:uid", NOBODY);

    assertThatThrownBy(() -> EmbeddedPostgres.start(settings(inside)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("user id 65534")
        .hasMessageContaining("cannot enter '" + inside + "'")
        .hasMessageNotContaining("\n");
  }

  @Test
  void worksForAnOrdinaryUserToo() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    String classPath = ChildServer.copyClassPath(home);
    Path own = Files.createDirectory(home.resolve("own"));
    Files.setAttribute(own, "unix:uid", NOBODY);
    List<String> prefix =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    for (Origin origin : List.of(Origin.CREATED, Origin.STARTED)) {
      try (ChildServer child =
          ChildServer.start(prefix, classPath, List.of(own.resolve("postgres").toString(), "0"))) {
        assertThat(child.line()).startsWith("READY " + origin);
      }
    }
    assertThat(uid(own.resolve("postgres").resolve("data").resolve("PG_VERSION")))
        .isEqualTo(NOBODY);
  }

  private static PostgresSettings settings(Path home) {
    return TestPostgres.settings(home, OptionalInt.empty());
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
