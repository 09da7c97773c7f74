package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
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
    compare("shop-" + target, Shop.sources(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client", "models"})
  void makesTheSourcesOfOddShapesThatWereReviewed(String target) throws IOException {
    compare("market-" + target, Market.sources(target));
  }

  private static void compare(String name, Map<String, String> sources) throws IOException {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(sources)
        .forEach((type, text) -> all.append("==== ").append(type).append(".java\n").append(text));
    Path golden = Shop.DIRECTORY.resolveSibling("golden").resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, all);
    }
    assertThat(all.toString()).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void makesTheSameWhereverItRuns(String target) {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Map<String, String> shop = Shop.sources(target);
    Map<String, String> market = Market.sources(target);
    try {
      // Turkish has an i without a dot, Arabic other digits.
      for (String other : List.of("tr-TR", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(other));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        assertThat(Shop.sources(target)).isEqualTo(shop);
        assertThat(Market.sources(target)).isEqualTo(market);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
