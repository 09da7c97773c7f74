package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.settings.Settings;
import dev.parley.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentedSettingsIT {
  private static final Path README = Path.of("..", "README.md");

  @TempDir private Path data;

  @Test
  void everySettingThatTheServerReadsStandsInTheReadme() throws IOException {
    Map<String, String> all = new HashMap<>(TestDatabase.fresh().settings());
    all.put("DATA_DIR", data.toString());
    all.put("PORT", "0");
    // What is asked for only where something else is set.
    all.put("REDIS_URL", "redis://127.0.0.1:1");
    all.put("MAIL_SMTP_URL", "smtp://127.0.0.1:1");
    all.put("MAIL_FROM", "parley@example.com");
    all.put("MAIL_RESET_URL", "https://app.example.com/reset#{token}");
    all.put("OIDC_ISSUERS", "google");
    all.put("OIDC_GOOGLE_CLIENT_ID", "client");
    Settings settings = Settings.of(all);
    try (App app = App.start(settings, Clock.systemUTC())) {
      assertThat(app.port()).isPositive();
    }
    String readme = Files.readString(README);
    TreeSet<String> missing = new TreeSet<>(settings.asked());
    missing.removeIf(
        name -> readme.contains("`" + name.replace("OIDC_GOOGLE_", "OIDC_<NAME>_") + "`"));
    assertThat(missing).isEmpty();
  }
}
