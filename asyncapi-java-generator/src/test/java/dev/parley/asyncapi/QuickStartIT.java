package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says to do in an empty directory does what it says. */
class QuickStartIT {
  @TempDir Path directory;

  @Test
  void doesWhatTheReadmeSays() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    for (String file : new String[] {"chat.yaml", "Room.java", "Demo.java"}) {
      Files.writeString(directory.resolve(file), block(readme, file));
    }
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euc", block(readme, "commands"))
            .directory(directory.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .redirectOutput(directory.resolve("output").toFile());
    shell.environment().put("PATH", java + ":" + System.getenv("PATH"));
    shell.environment().put("GENERATOR", jar().toAbsolutePath().toString());
    shell.environment().put("LIBS", System.getProperty("java.class.path"));
    Process process = shell.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("errors"))).isZero();
    assertThat(Files.readString(directory.resolve("output"))).isEqualTo(block(readme, "output"));
  }

  private static String block(String readme, String name) {
    Matcher block =
        Pattern.compile(
                "<!-- quick start: " + Pattern.quote(name) + " -->\n```\\w*\n(.*?)```\n",
                Pattern.DOTALL)
            .matcher(readme);
    assertThat(block.find()).as(name).isTrue();
    return block.group(1);
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(f -> f.toString().endsWith("-cli.jar")).findFirst().orElseThrow();
    }
  }
}
