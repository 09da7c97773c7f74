package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sources as a reviewer sees them. After an intended change run with {@code
 * -Dgolden.write=true} and read the difference.
 */
class GoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void makesTheSourcesThatWereReviewed(String target) throws IOException {
    StringBuilder all = new StringBuilder();
    Map<String, String> sources = new TreeMap<>(Shop.sources(target));
    sources.forEach(
        (name, text) -> all.append("==== ").append(name).append(".java\n").append(text));
    Path golden = Shop.DIRECTORY.resolveSibling("golden").resolve("shop-" + target + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, all);
    }
    assertThat(all.toString()).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void makesTheSameTwice(String target) {
    assertThat(Shop.sources(target)).isEqualTo(Shop.sources(target));
  }
}
