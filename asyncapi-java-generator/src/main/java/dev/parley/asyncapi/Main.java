package dev.parley.asyncapi;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

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
    try {
      out.println(generate(args));
      return 0;
    } catch (Refusal e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** Runs once; the answer says what was done. */
  static String generate(List<String> args) {
    Options options = Options.parse(args);
    var sources = new Generator(options).run();
    try {
      Sources.Change change =
          Sources.write(options.output(), options.packageName(), Renderer.head(options), sources);
      return options.packageName()
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
