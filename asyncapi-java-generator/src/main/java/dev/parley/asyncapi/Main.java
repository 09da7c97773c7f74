package dev.parley.asyncapi;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * The command line. Exit code 0: done; 1: refused, one line on standard error says where and why.
 */
public final class Main {
  private Main() {}

  /** See {@code --help}. */
  public static void main(String[] args) {
    int code = run(List.of(args), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty() || args.contains("--help")) {
      out.print(Options.USAGE);
      return 0;
    }
    if (args.contains("--version")) {
      out.println(version());
      return 0;
    }
    try {
      out.println(generate(args));
      return 0;
    } catch (Refusal e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** The version of the jar; classes that are in none have no version. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "asyncapi-java-generator " + (version == null ? "(not packaged)" : version);
  }

  /** Runs once; the answer says what was done. */
  static String generate(List<String> args) {
    Options options = Options.parse(args);
    Generator generator = new Generator(options);
    Map<String, String> sources;
    try {
      sources = generator.run();
    } catch (StackOverflowError e) {
      throw new Refusal(options.input().toString(), "its schemas are nested too deep");
    }
    try {
      Sources.Change change =
          Sources.write(options.output(), options.packageName(), Renderer.head(options), sources);
      StringBuilder notes = new StringBuilder();
      generator.notes().forEach(note -> notes.append(note).append(": left out\n"));
      return notes
          + options.packageName()
          + ": "
          + change.written()
          + " files written, "
          + change.unchanged()
          + " unchanged, "
          + change.deleted()
          + " deleted";
    } catch (IOException e) {
      throw new Refusal(options.output().toString(), "cannot be written: " + e);
    }
  }
}
