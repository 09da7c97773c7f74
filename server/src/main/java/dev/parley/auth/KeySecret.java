package dev.parley.auth;

import dev.parley.platform.settings.Secret;
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
  private static final int BYTES = 32;

  private KeySecret() {}

  static Secret of(Optional<Secret> setting, Path dataDir, SecureRandom random) {
    if (setting.isPresent()) {
      return setting.get();
    }
    PrivateFile file = new PrivateFile(dataDir.resolve(FILE));
    Optional<String> kept = file.read().filter(text -> !text.isEmpty());
    if (kept.isPresent()) {
      return new Secret(kept.get());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    file.writeIfAbsent(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    // What is there counts: another process may have been first.
    return new Secret(file.read().orElseThrow());
  }
}
