package dev.parley.platform.security;

import dev.parley.platform.net.Loopback;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages are served: those of the server itself and those of the listed origins. A page
 * elsewhere could otherwise use the visitor's cookies. Programs send no {@code Origin}. Immutable.
 */
public final class OriginRule {
  private final Set<String> origins;

  /**
   * @param origins besides the server's own, as {@code Origin} has them
   */
  public OriginRule(Collection<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /**
   * Whether pages of an origin are served at all.
   *
   * @param host as the request has it, with its port
   */
  public boolean serves(String origin, @Nullable String host) {
    return origins.contains(origin)
        || origin.equals("http://" + host)
        || origin.equals("https://" + host);
  }

  /**
   * Whether a request comes from a page that may have cookies: from one that is served, by https (a
   * browser calls nothing else from such a page) or within this machine.
   *
   * @param origin null where a program calls
   * @param host as the request has it, with its port
   */
  public boolean mayHaveCookies(@Nullable String origin, @Nullable String host) {
    return origin != null
        && serves(origin, host)
        && (origin.startsWith("https://") || isLoopback(host));
  }

  private static boolean isLoopback(@Nullable String host) {
    return host != null && Loopback.is(host.replaceFirst(":[0-9]{1,5}$", ""));
  }
}
