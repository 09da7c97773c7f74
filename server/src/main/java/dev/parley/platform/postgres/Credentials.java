package dev.parley.platform.postgres;

import dev.parley.platform.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The generated password of the server's one login, in a file that only its owner can read. */
record Credentials(String username, Secret password) {
  static final String USERNAME = "parley";
  static final String FILE = "password";
  private static final int BYTES = 32;

  static Credentials read(Path home) throws IOException {
    return new Credentials(USERNAME, new Secret(Files.readString(home.resolve(FILE)).strip()));
  }

  /** Reads the password, or makes one; its file is complete and private when it appears. */
  static Credentials readOrMake(Path home) throws IOException {
    try {
      return read(home);
    } catch (NoSuchFileException none) {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Path file = Files.createTempFile(home, "command-", ".new");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(file, password + "\n");
      Files.move(file, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
      return new Credentials(USERNAME, new Secret(password));
    }
  }
}
