package dev.parley.asyncapi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The document of alternatives, lists, scalars and odd names. */
final class Market {
  static final Path DIRECTORY = Path.of("src/test/resources/dev/parley/asyncapi/market");

  private Market() {}

  /** The arguments of a run over the document; each target has a package of its own. */
  static List<String> arguments(String target, Path output) {
    return List.of(
        "--input",
        DIRECTORY.resolve("asyncapi.yaml").toString(),
        "--package",
        "market." + target,
        "--output",
        output.toString(),
        "--target",
        target,
        "--jspecify");
  }

  static Map<String, String> sources(String target) {
    return new Generator(Options.parse(arguments(target, Path.of("unused")))).run();
  }

  /** Both ends and the hand-written sources that use them. */
  static ClassLoader compile(Path directory) {
    Path sources = directory.resolve("sources");
    Main.generate(arguments("server", sources));
    Main.generate(arguments("client", sources));
    Shop.copy(DIRECTORY, "MarketServer", sources);
    Shop.copy(DIRECTORY, "MarketTalk", sources);
    return Shop.compile(sources, directory.resolve("classes"));
  }
}
