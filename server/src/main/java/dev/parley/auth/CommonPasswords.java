package dev.parley.auth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that are tried first by whoever guesses, as they ship with the server. */
final class CommonPasswords {
  private static final String RESOURCE = "common-passwords.txt";

  private CommonPasswords() {}

  static Set<String> load() {
    try (InputStream file = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("The server lacks " + RESOURCE);
      }
      return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, unreadable);
    }
  }
}
