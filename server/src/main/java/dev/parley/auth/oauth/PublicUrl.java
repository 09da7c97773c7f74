package dev.parley.auth.oauth;

import dev.parley.platform.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where clients find this server: scheme, host and port, without a slash at the end. It is what RFC
 * 8414 calls the issuer.
 */
public record PublicUrl(String text) {
  private static final String NAME = "PUBLIC_URL";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  public PublicUrl {
    Objects.requireNonNull(text, "text");
  }

  /**
   * What the operator says, if anything.
   *
   * @throws dev.parley.platform.settings.StartupException for what is no origin
   */
  public static Optional<PublicUrl> from(Settings settings) {
    return settings
        .text(NAME)
        .map(
            text -> {
              if (!isOrigin(text)) {
                throw Settings.unusable(
                    NAME,
                    text,
                    "an http or https address without a path, as https://api.example.com");
              }
              return new PublicUrl(text.replaceFirst("/$", ""));
            });
  }

  /** The address by which the present request came. */
  public static PublicUrl of(URI request) {
    return new PublicUrl(request.getScheme() + "://" + request.getRawAuthority());
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && Set.of("", "/").contains(uri.getRawPath())
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException noUri) {
      return false;
    }
  }
}
