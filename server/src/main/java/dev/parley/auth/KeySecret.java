package dev.parley.auth;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.StartupException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The secret that signing keys are sealed with in the database: AUTH_KEY_SECRET, else a file in the
 * data directory. It is kept apart from the database, so that a copy or a backup of that alone lets
 * nobody sign tokens. Servers that share a database must share the secret.
 */
final class KeySecret {
  static final String FILE = "auth-key-secret";

  /** Characters; a key is derived from it without a slow hash, so it has to be unguessable. */
  static final int SHORTEST = 32;

  private static final int BYTES = 32;

  private KeySecret() {}

  static Secret of(Optional<Secret> setting, Path dataDir, SecureRandom random) {
    if (setting.isPresent()) {
      return setting.get();
    }
    PrivateFile file = new PrivateFile(dataDir.resolve(FILE));
    if (file.exists()) {
      return kept(file);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    file.writeIfAbsent(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    // What is there counts: another process may have been first.
    return kept(file);
  }

  /** A file that was cut short must not become a secret that anybody can guess. */
  private static Secret kept(PrivateFile file) {
    return file.read()
        .filter(text -> text.length() >= SHORTEST)
        .map(Secret::new)
        .orElseThrow(
            () ->
                new StartupException(
                    "the secret in %s has less than %d characters; put the right one there, or set AUTH_KEY_SECRET (only where there are no signing keys yet may the file be deleted)"
                        .formatted(file.path(), SHORTEST)));
  }
}
