package dev.parley.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileIT {
  @TempDir Path directory;

  @Test
  void readsTheFileAfterTheEnvironment() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("parley.conf"),
            """
            # the comment
            port = 9000
            database.pool-size = 7
            HOST = grüße
            prot = 1
            """);
    Settings settings =
        SettingsSource.load(
            Map.of("PARLEY_CONFIG", file.toString(), "PORT", "8001", "PATH", "/bin"));

    assertThat(settings.integer("PORT", 8000, 1, 65_535)).isEqualTo(8001);
    assertThat(settings.integer("DATABASE_POOL_SIZE", 10, 1, 100)).isEqualTo(7);
    assertThat(settings.text("HOST", "x")).isEqualTo("grüße");
    assertThat(settings.effective())
        .containsExactly(
            "DATABASE_POOL_SIZE=7 (parley.conf)",
            "HOST=grüße (parley.conf)",
            "PORT=8001 (environment)");
    assertThat(settings.unread()).containsExactly("PROT");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThatThrownBy(() -> SettingsSource.load(Map.of("PARLEY_CONFIG", "/absent/parley.conf")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("PARLEY_CONFIG")
        .hasMessageContaining("/absent/parley.conf");
  }
}
