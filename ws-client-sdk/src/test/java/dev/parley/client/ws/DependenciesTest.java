package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an integrator gets beside this jar. A new line here is a decision. */
class DependenciesTest {
  @Test
  void theSdkNeedsNothingElse() throws IOException {
    assertThat(runtimeDependencies())
        .containsExactlyInAnyOrder(
            "com.fasterxml.jackson.core:jackson-annotations",
            "com.fasterxml.jackson.core:jackson-core",
            "com.fasterxml.jackson.core:jackson-databind",
            "com.fasterxml.jackson.datatype:jackson-datatype-jsr310",
            "dev.parley:parley-client",
            "org.jspecify:jspecify");
  }

  private static Set<String> runtimeDependencies() throws IOException {
    try (InputStream list =
        DependenciesTest.class.getResourceAsStream("/runtime-dependencies.txt")) {
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("([\\w.-]+:[\\w.-]+):jar:")
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .collect(Collectors.toSet());
    }
  }
}
