package dev.parley.auth.oidc;

import dev.parley.platform.net.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which addresses an issuer's documents may come from. */
final class Addresses {
  private Addresses() {}

  /** An absolute address with a host; empty for any other text. */
  static Optional<URI> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException bad) {
      return Optional.empty();
    }
  }

  /** Whether what comes from there cannot be changed on the way. */
  static boolean isSafe(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals("https") || (scheme.equals("http") && isLoopback(uri));
  }

  static boolean isLoopback(URI uri) {
    return Loopback.is(uri.getHost());
  }
}
