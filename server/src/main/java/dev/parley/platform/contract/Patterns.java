package dev.parley.platform.contract;

import java.util.regex.Pattern;

/** The patterns of contracts, which are ECMA 262, as Java's. */
public final class Patterns {
  private Patterns() {}

  /** Java's {@code $} also matches before a last line feed; the contract's does not. */
  public static Pattern compile(String ecma) {
    boolean anchored = ecma.endsWith("$") && !ecma.endsWith("\\$");
    return Pattern.compile(anchored ? ecma.substring(0, ecma.length() - 1) + "\\z" : ecma);
  }
}
