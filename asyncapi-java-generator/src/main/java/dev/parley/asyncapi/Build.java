package dev.parley.asyncapi;

import java.util.List;

/**
 * The same as {@link Main} for build tools that run it in their own process: a refusal is thrown,
 * nothing exits.
 */
public final class Build {
  private Build() {}

  /** See {@code --help} of {@link Main}. */
  public static void main(String[] args) {
    System.out.println(Main.generate(List.of(args)));
  }
}
