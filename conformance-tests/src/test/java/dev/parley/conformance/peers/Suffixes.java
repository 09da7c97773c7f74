package dev.parley.conformance.peers;

/** Makes a name or a mail address one that nobody else has. */
public final class Suffixes {
  private Suffixes() {}

  /** The text with a tag at its end, or before its {@code @}. */
  public static String add(String text, String tag) {
    int at = text.indexOf('@');
    return at < 0 ? text + "-" + tag : text.substring(0, at) + "-" + tag + text.substring(at);
  }
}
