package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Main;
import dev.parley.platform.postgres.TestPostgres;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process, when its PostgreSQL cannot be brought back. */
@Timeout(180)
class LostDatabaseIT {
  @TempDir Path data;

  @Test
  void endsTheProcessWithAClearLineForWhoeverStartsItAnew() throws Exception {
    Path home = data.resolve("postgres");
    TestPostgres.prepare(home);
    Path errors = data.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Main.class.getName()));
    builder
        .environment()
        .putAll(Map.of("PORT", "0", "DATA_DIR", data.toString(), "POSTGRES_RESTARTS", "1"));
    Process server = builder.redirectError(errors.toFile()).start();
    try {
      assertThat(server.inputReader().lines().anyMatch(line -> line.contains("is listening on")))
          .isTrue();
      Files.move(home.resolve("data"), data.resolve("away"));
      TestPostgres.signal(
          "KILL",
          Long.parseLong(Files.readAllLines(data.resolve("away/postmaster.pid")).getFirst()));

      assertThat(server.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(1);
      assertThat(Files.readString(errors))
          .contains("Parley stops: the embedded PostgreSQL ended unexpectedly and was given up: ")
          .contains("'" + home.resolve("data") + "'");
    } finally {
      server.destroyForcibly();
    }
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator)).stream()
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }
}
