package dev.parley.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server is given and keeps that must not be in its log. */
final class ServerSecrets {
  private static final Pattern NAME = Pattern.compile("(?i).*(password|secret|key).*");
  private static final Pattern CREDENTIALS = Pattern.compile("://[^:/@]*:([^@]*)@");
  private static final int LONGEST = 1000;

  private ServerSecrets() {}

  /** Settings that are secrets by their name, and passwords in addresses. */
  static void ofSettings(Map<String, String> settings) {
    settings.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches()) {
            Secrets.see(value);
          }
          Matcher credentials = CREDENTIALS.matcher(value);
          if (credentials.find()) {
            Secrets.see(credentials.group(1));
            Secrets.see(URLDecoder.decode(credentials.group(1), StandardCharsets.UTF_8));
          }
        });
  }

  /** Small files in the data directory, or one folder down, that are secrets by their name. */
  static void ofData(Path data) {
    if (!Files.isDirectory(data)) {
      // A server over somebody else's database keeps nothing.
      return;
    }
    ofFolder(data);
    try (Stream<Path> files = Files.list(data)) {
      files.filter(Files::isDirectory).filter(Files::isReadable).forEach(ServerSecrets::ofFolder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ofFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(ServerSecrets::isSecret).toList()) {
        Secrets.see(Files.readString(file).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSecret(Path file) {
    try {
      return NAME.matcher(file.getFileName().toString()).matches()
          && Files.isRegularFile(file)
          && Files.isReadable(file)
          && Files.size(file) <= LONGEST;
    } catch (IOException gone) {
      return false;
    }
  }
}
