package dev.parley.auth.mail;

import java.util.Objects;

/** What came of handing a letter to the SMTP server. */
public sealed interface Delivery {
  /** It took the letter. */
  record Taken() implements Delivery {}

  /** It will never take it: this address is none, or not one it sends to. */
  record Refused(int code) implements Delivery {}

  /**
   * It did not take it now.
   *
   * @param why what kind of failure; nothing of the letter or of the server's words
   */
  record Failed(String why) implements Delivery {
    public Failed {
      Objects.requireNonNull(why, "why");
    }
  }
}
