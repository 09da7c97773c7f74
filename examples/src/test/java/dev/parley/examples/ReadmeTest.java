package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program that README shows is the one that {@code ExamplesIT} runs. */
class ReadmeTest {
  @Test
  void readmeShowsTheProgramAsItIs() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("```java\n") + "```java\n".length();
    String shown = readme.substring(start, readme.indexOf("```", start));

    assertThat(Files.readString(Path.of("src/main/java/dev/parley/examples/BuyBitcoin.java")))
        .contains(shown);
  }
}
