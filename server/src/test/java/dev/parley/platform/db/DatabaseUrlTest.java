package dev.parley.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://ann:s%40c+ret@db.example:5433/parley?sslmode=require",
        "postgresql://ann:s%40c+ret@db.example:5433/parley?sslmode=require",
        "jdbc:postgresql://db.example:5433/parley?user=ann&sslmode=require&password=s%40c+ret"
      })
  void readsBothForms(String text) {
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:5433/parley?sslmode=require");
    assertThat(url.user()).contains("ann");
    assertThat(url.password().map(Secret::reveal)).contains("s@c+ret");
    assertThat(url.toString()).doesNotContain("s@c").doesNotContain("s%40c");
  }

  @Test
  void needsNoLogin() {
    assertThat(DatabaseUrl.parse("postgres://localhost/parley"))
        .isEqualTo(
            new DatabaseUrl(
                "jdbc:postgresql://localhost/parley", Optional.empty(), Optional.empty()));
  }

  @Test
  void readsSeveralHosts() {
    assertThat(DatabaseUrl.parse("postgres://ann@one:5432,two:5432/parley").jdbc())
        .isEqualTo("jdbc:postgresql://one:5432,two:5432/parley");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:s3cret@host/db",
        "postgres://ann:s3cret@host",
        "postgres://ann:s3cret@host/d b",
        "s3cret"
      })
  void refusesAnythingElseWithoutShowingIt(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void takesLoginFromSettingsOfItsOwnFirst() {
    DatabaseSettings settings =
        DatabaseSettings.from(
            Settings.of(
                Map.of(
                    "DATABASE_URL", "postgres://ann:one@host/db",
                    "DATABASE_USER", "bob",
                    "DATABASE_PASSWORD", "two")));

    assertThat(settings.url().orElseThrow().user()).contains("bob");
    assertThat(settings.url().orElseThrow().password()).contains(new Secret("two"));
  }
}
