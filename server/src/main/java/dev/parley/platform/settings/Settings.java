package dev.parley.platform.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The server's settings by name ({@code UPPER_SNAKE}): from the environment, else from the file
 * that {@code PARLEY_CONFIG} names, else a default. An empty value counts as none. A value that is
 * not what was asked for is a {@link StartupException} naming setting, value and expectation.
 *
 * <p>Every name asked for is remembered, so that {@link #effective()} can show what is set and
 * {@link #unread()} what was misspelt. Thread-safe.
 */
public final class Settings {
  private final List<SettingsSource> sources;
  private final Map<String, Reading> readings = new ConcurrentSkipListMap<>();

  Settings(List<SettingsSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The settings of this process. */
  public static Settings load() {
    return SettingsSource.load(System.getenv());
  }

  /** Settings with exactly these values, for tests. */
  public static Settings of(Map<String, String> values) {
    return new Settings(List.of(SettingsSource.of("test", values)));
  }

  public Optional<String> text(String name) {
    return read(name, Optional.empty(), "text", Function.identity());
  }

  public String text(String name, String dflt) {
    return read(name, Optional.of(dflt), "text", Function.identity()).orElse(dflt);
  }

  public int integer(String name, int dflt, int min, int max) {
    String expected = "a whole number from " + min + " to " + max;
    return read(
            name,
            Optional.of(dflt),
            expected,
            text -> within(Integer.valueOf(text), min, max, expected))
        .orElse(dflt);
  }

  public BigDecimal decimal(String name, BigDecimal dflt) {
    return read(name, Optional.of(dflt), "a decimal number", BigDecimal::new).orElse(dflt);
  }

  /** A decimal number within {@code min} and {@code max}, both included. */
  public BigDecimal decimal(String name, BigDecimal dflt, BigDecimal min, BigDecimal max) {
    String expected = "a decimal number from " + min + " to " + max;
    return read(
            name,
            Optional.of(dflt),
            expected,
            text -> within(new BigDecimal(text), min, max, expected))
        .orElse(dflt);
  }

  /** A span of time: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}. */
  public Duration duration(String name, Duration dflt) {
    String expected = "a duration such as 250ms, 30s, 5m, 24h or 7d";
    return read(name, Optional.of(dflt), expected, Durations::parse).orElse(dflt);
  }

  /** A span of time within {@code min} and {@code max}, both included. */
  public Duration duration(String name, Duration dflt, Duration min, Duration max) {
    String expected = "a duration from " + Durations.format(min) + " to " + Durations.format(max);
    return read(
            name,
            Optional.of(dflt),
            expected,
            text -> within(Durations.parse(text), min, max, expected))
        .orElse(dflt);
  }

  public boolean flag(String name, boolean dflt) {
    return read(name, Optional.of(dflt), "true or false", Settings::parseFlag).orElse(dflt);
  }

  /** One of an enum's constants, in any case. */
  public <E extends Enum<E>> E choice(String name, E dflt) {
    E[] constants = dflt.getDeclaringClass().getEnumConstants();
    String expected =
        Arrays.stream(constants).map(Settings::spelling).collect(Collectors.joining(", "));
    return read(
            name,
            Optional.of(dflt),
            "one of " + expected,
            text ->
                Arrays.stream(constants)
                    .filter(constant -> spelling(constant).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(expected)))
        .orElse(dflt);
  }

  /** Comma-separated values, trimmed, empty ones left out. */
  public List<String> list(String name, List<String> dflt) {
    return read(name, Optional.of(dflt), "a comma-separated list", Settings::parseList)
        .orElse(dflt);
  }

  public Path path(String name, Path dflt) {
    return read(name, Optional.of(dflt), "a file path", Path::of).orElse(dflt);
  }

  /** A value that is never shown, also not when it is wrong. */
  public Optional<Secret> secret(String name) {
    Optional<SettingsSource> source = sourceOf(name);
    Optional<Secret> secret = source.map(from -> new Secret(from.value(name)));
    readings.put(name, new Reading(Secret.MASK, source.map(SettingsSource::label)));
    return secret;
  }

  /** What is set and differs from its default, one {@code NAME=value (source)} each, sorted. */
  public List<String> effective() {
    return readings.entrySet().stream()
        .filter(entry -> entry.getValue().source().isPresent())
        .map(
            entry ->
                entry.getKey()
                    + "="
                    + entry.getValue().shown()
                    + " ("
                    + entry.getValue().source().orElseThrow()
                    + ")")
        .toList();
  }

  /** The names that were asked for so far, whether they are set or not. */
  public Set<String> asked() {
    return new TreeSet<>(readings.keySet());
  }

  /** Names in the settings file that nobody has asked for: most likely misspelt. */
  public Set<String> unread() {
    return sources.stream()
        .filter(SettingsSource::ours)
        .flatMap(source -> source.names().stream())
        .filter(name -> !readings.containsKey(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The failure to report for a setting that is well-formed but cannot be used. */
  public static StartupException unusable(String name, Object value, String expected) {
    return new StartupException(
        "setting " + name + ": expected " + expected + ", found '" + value + "'");
  }

  private <T> Optional<T> read(
      String name, Optional<T> dflt, String expected, Function<String, T> parse) {
    Optional<SettingsSource> source = sourceOf(name);
    Optional<T> value = source.map(from -> parsed(name, from.value(name), expected, parse));
    boolean changed = !value.equals(dflt);
    String shown = source.map(from -> from.value(name)).orElse("");
    readings.put(name, new Reading(shown, source.filter(s -> changed).map(SettingsSource::label)));
    return value;
  }

  private static <T> T parsed(
      String name, String text, String expected, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw new StartupException(
          "setting " + name + ": expected " + expected + ", found '" + text + "'", wrong);
    }
  }

  private Optional<SettingsSource> sourceOf(String name) {
    Objects.requireNonNull(name, "name");
    return sources.stream().filter(source -> source.has(name)).findFirst();
  }

  private static <T extends Comparable<? super T>> T within(
      T value, T min, T max, String expected) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(expected);
    }
    return value;
  }

  private static boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static List<String> parseList(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** What one name was found to be: how to show it and, if it differs from its default, where. */
  private record Reading(String shown, Optional<String> source) {}
}
