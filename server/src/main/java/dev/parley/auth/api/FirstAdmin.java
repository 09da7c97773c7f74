package dev.parley.auth.api;

import java.nio.file.Path;
import java.util.Optional;

/** Where the first admin's password is to be found. Thread-safe. */
@FunctionalInterface
public interface FirstAdmin {
  /**
   * The file with the generated password, as long as that password has not been changed; empty if
   * it was given by setting, or another server of the same database made it.
   */
  Optional<Path> passwordFile();
}
