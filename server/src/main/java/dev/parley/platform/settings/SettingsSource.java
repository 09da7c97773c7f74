package dev.parley.platform.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * One place settings come from. {@code ours} tells that every name in it is meant for this server,
 * as in its own file but not in the environment, which it shares.
 */
record SettingsSource(String label, boolean ours, Map<String, String> values) {
  static final String CONFIG = "PARLEY_CONFIG";

  SettingsSource {
    Map<String, String> present = new HashMap<>(values);
    present.replaceAll((name, value) -> value.strip());
    present.values().removeIf(String::isEmpty);
    values = Map.copyOf(present);
  }

  static SettingsSource of(String label, Map<String, String> values) {
    return new SettingsSource(label, true, values);
  }

  /** The environment and, if it names one, the settings file. */
  static Settings load(Map<String, String> environment) {
    List<SettingsSource> sources = new ArrayList<>();
    SettingsSource env = new SettingsSource("environment", false, environment);
    sources.add(env);
    if (env.has(CONFIG)) {
      sources.add(file(Path.of(env.value(CONFIG))));
    }
    return new Settings(sources);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String value(String name) {
    return values.get(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  /** A properties file in UTF-8; {@code database.url} there is the setting DATABASE_URL. */
  private static SettingsSource file(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new StartupException(
          "setting " + CONFIG + ": cannot read settings file '" + path + "': " + unreadable,
          unreadable);
    }
    Map<String, String> values = new HashMap<>();
    properties.forEach(
        (name, value) ->
            values.put(
                name.toString().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                value.toString()));
    return of(String.valueOf(path.getFileName()), values);
  }
}
