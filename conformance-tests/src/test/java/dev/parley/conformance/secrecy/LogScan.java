package dev.parley.conformance.secrecy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.conformance.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for secrets in text: as they are, in part, percent-encoded, in base64 and as JSON writes
 * them. A secret shows by either end: {@value Secrets#SHORTEST} characters of it in a row. Of a JWT
 * that is its signature; what anybody can make of an account is none. Whatever else has the form of
 * a signed JWT is found too, or of an opaque secret with a prefix like theirs: clients that nobody
 * looked at may have got it. Immutable.
 */
final class LogScan {
  private static final int WINDOW = Secrets.SHORTEST;
  private static final int FACTOR = 31;
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{40,}");

  private static final Pattern OPAQUE = Pattern.compile("([a-z]{2,8}_)[A-Za-z0-9_-]{32,}");

  private final Map<Integer, Map<String, String>> windows = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>(List.of(JWT));

  LogScan(Collection<String> secrets) {
    Set<String> prefixes = new LinkedHashSet<>();
    for (String secret : secrets) {
      Matcher opaque = OPAQUE.matcher(secret);
      if (opaque.matches()) {
        prefixes.add(opaque.group(1));
      }
      for (String form : forms(secret)) {
        for (String window :
            List.of(form.substring(0, WINDOW), form.substring(form.length() - WINDOW))) {
          windows.computeIfAbsent(hash(window), h -> new HashMap<>()).put(window, secret);
        }
      }
    }
    prefixes.forEach(prefix -> patterns.add(Pattern.compile(prefix + "[A-Za-z0-9_-]{32,}")));
  }

  /** The ways in which a text may be written, as far as they are long enough. */
  private static Set<String> forms(String secret) {
    String[] parts = secret.split("\\.", -1);
    boolean jwt = parts.length == 3 && parts[0].startsWith("eyJ");
    String text = jwt ? parts[2] : secret;
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text);
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    forms.add(encoded);
    forms.add(encoded.replace("+", "%20"));
    forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    for (int before = 0; before < 3; before++) {
      String base64 = base64(text, before);
      forms.add(base64);
      forms.add(base64.replace('+', '-').replace('/', '_'));
    }
    forms.removeIf(form -> form.length() < WINDOW);
    return forms;
  }

  /** What is the same in the base64 of any text that has this many other bytes before. */
  private static String base64(String text, int before) {
    byte[] all = (" ".repeat(before) + text).getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(all);
    int from = before == 0 ? 0 : before + 1;
    int to = all.length / 3 * 4;
    return from < to ? encoded.substring(from, to) : "";
  }

  private static int hash(String window) {
    int hash = 0;
    for (int i = 0; i < WINDOW; i++) {
      hash = hash * FACTOR + window.charAt(i);
    }
    return hash;
  }

  /** The lines of a file that have a secret, each with the number of the line; not the secret. */
  List<String> scan(Path file) {
    List<String> found = new ArrayList<>();
    // Whatever the bytes are: a reader of the JDK's that replaces what is no UTF-8.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String place = file.getFileName() + ":" + number + ": ";
        scan(line).ifPresent(what -> found.add(place + what));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Whether there is a secret in a line; where the first begins, told without telling it. */
  Optional<String> scan(String line) {
    for (Pattern pattern : patterns) {
      Matcher token = pattern.matcher(line);
      if (token.find()) {
        return Optional.of("a token" + after(line, token.start()));
      }
    }
    int power = 1;
    for (int i = 1; i < WINDOW; i++) {
      power *= FACTOR;
    }
    int hash = 0;
    for (int i = 0; i < line.length(); i++) {
      if (i >= WINDOW) {
        hash -= line.charAt(i - WINDOW) * power;
      }
      hash = hash * FACTOR + line.charAt(i);
      Map<String, String> here = i < WINDOW - 1 ? null : windows.get(hash);
      if (here != null) {
        int start = i - WINDOW + 1;
        String secret = here.get(line.substring(start, i + 1));
        if (secret != null) {
          return Optional.of(
              "a secret of %d characters, %s…%s"
                  .formatted(secret.length(), secret.substring(0, 3), after(line, start)));
        }
      }
    }
    return Optional.empty();
  }

  /** The text before a finding, to tell where it comes from. */
  private static String after(String line, int start) {
    return ", at %d after: %s".formatted(start, line.substring(Math.max(0, start - 300), start));
  }
}
