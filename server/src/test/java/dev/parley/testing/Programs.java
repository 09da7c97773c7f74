package dev.parley.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs that Maven cannot bring. */
final class Programs {
  private Programs() {}

  /** Skips the test on a machine without a program, which is a Debian package of the same name. */
  static void require(String program) {
    Assumptions.assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        program + " is not installed (Debian: apt-get install " + program + ")");
  }
}
