package dev.parley.auth.oidc;

import dev.parley.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may vouch for people.
 *
 * @param issuers OIDC_ISSUERS, names; of each OIDC_{NAME}_ISSUER, OIDC_{NAME}_CLIENT_ID and
 *     OIDC_{NAME}_DOMAINS
 * @param skew OIDC_CLOCK_SKEW, how far an issuer's clock may be off
 * @param timeout OIDC_TIMEOUT, how long one document of an issuer may take
 * @param keysLife OIDC_KEYS_TTL, how long a key set is used without asking again
 * @param keysPause OIDC_KEYS_PAUSE, the time between two questions to one issuer, at least
 */
public record OidcSettings(
    List<TrustedIssuer> issuers,
    Duration skew,
    Duration timeout,
    Duration keysLife,
    Duration keysPause) {
  private static final String ISSUERS = "OIDC_ISSUERS";
  private static final String NAME = "[a-z][a-z0-9-]{0,31}";
  private static final int MOST = 20;
  private static final int LONGEST = 500;

  /** Issuers whose identifier nobody has to write down. */
  private static final Map<String, String> KNOWN = Map.of("google", TrustedIssuer.GOOGLE);

  /** Google's tokens may name it without the scheme, says its documentation. */
  private static final Map<String, String> OTHER_SPELLING =
      Map.of(TrustedIssuer.GOOGLE, "accounts.google.com");

  public OidcSettings {
    issuers = List.copyOf(issuers);
  }

  public static OidcSettings from(Settings settings) {
    List<String> names = settings.list(ISSUERS, List.of());
    if (names.size() > MOST || new HashSet<>(names).size() < names.size()) {
      throw Settings.unusable(
          ISSUERS, String.join(",", names), "at most " + MOST + " names, each once");
    }
    List<TrustedIssuer> issuers = new ArrayList<>();
    names.forEach(name -> issuers.add(issuer(name, settings)));
    return new OidcSettings(
        issuers,
        settings.duration(
            "OIDC_CLOCK_SKEW", Duration.ofSeconds(60), Duration.ZERO, Duration.ofMinutes(5)),
        settings.duration(
            "OIDC_TIMEOUT", Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofSeconds(30)),
        settings.duration(
            "OIDC_KEYS_TTL", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(1)),
        settings.duration(
            "OIDC_KEYS_PAUSE", Duration.ofSeconds(15), Duration.ZERO, Duration.ofHours(1)));
  }

  /** The issuer of that name. */
  public Optional<TrustedIssuer> find(String name) {
    return issuers.stream().filter(issuer -> issuer.name().equals(name)).findFirst();
  }

  private static TrustedIssuer issuer(String name, Settings settings) {
    if (!name.matches(NAME)) {
      throw Settings.unusable(ISSUERS, name, "names of lower-case letters, digits and hyphens");
    }
    String prefix = "OIDC_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
    String identifier =
        settings
            .text(prefix + "ISSUER")
            .or(() -> Optional.ofNullable(KNOWN.get(name)))
            .orElseThrow(
                () -> Settings.unusable(prefix + "ISSUER", "", "the issuer of '" + name + "'"));
    URI issuer =
        Addresses.parse(identifier)
            .filter(Addresses::isSafe)
            .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
            .filter(uri -> identifier.length() <= LONGEST)
            .orElseThrow(
                () ->
                    Settings.unusable(
                        prefix + "ISSUER",
                        identifier,
                        "an https address (http for a loopback address only), without query"));
    List<String> clientIds = settings.list(prefix + "CLIENT_ID", List.of());
    if (clientIds.isEmpty() || clientIds.stream().anyMatch(id -> id.length() > LONGEST)) {
      throw Settings.unusable(
          prefix + "CLIENT_ID",
          String.join(",", clientIds),
          "what this server is called at the issuer; several with commas between");
    }
    Set<String> spellings = new HashSet<>(List.of(identifier));
    Optional.ofNullable(OTHER_SPELLING.get(identifier)).ifPresent(spellings::add);
    Set<String> domains = new HashSet<>();
    settings
        .list(prefix + "DOMAINS", List.of())
        .forEach(domain -> domains.add(domain.toLowerCase(Locale.ROOT)));
    return new TrustedIssuer(name, issuer, spellings, clientIds, domains);
  }
}
