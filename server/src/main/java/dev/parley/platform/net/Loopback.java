package dev.parley.platform.net;

import java.util.Locale;

/** Tells addresses of this machine itself by their spelling alone: no name is looked up. */
public final class Loopback {
  private Loopback() {}

  /**
   * Whether nothing that is sent there leaves the machine.
   *
   * @param host as a URI has it, an IPv6 address in brackets
   */
  public static boolean is(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.equals("[::1]")
        || lower.matches("127(\\.[0-9]{1,3}){3}");
  }
}
