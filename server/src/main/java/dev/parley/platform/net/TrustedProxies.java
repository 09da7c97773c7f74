package dev.parley.platform.net;

import dev.parley.platform.settings.Settings;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose word is taken for the address of a client, and what that address then is. Immutable.
 *
 * @param networks of the proxies; none by default, and then every peer is itself the client
 * @param header that they write; the other one is never looked at
 */
public record TrustedProxies(List<Network> networks, ProxyHeader header) {
  /** Takes nobody's word. */
  public static final TrustedProxies NONE =
      new TrustedProxies(List.of(), ProxyHeader.X_FORWARDED_FOR);

  /** With a port, which is left out; RFC 7239 has IPv6 addresses in brackets. */
  private static final Pattern NODE =
      Pattern.compile(
          "(?<four>[0-9.]+)(:[0-9]{1,5})?|\\[(?<six>[^\\]]*)](:[0-9]{1,5})?|(?<bare>.*)");

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /** {@code TRUSTED_PROXIES}, addresses and networks, and {@code PROXY_HEADER}. */
  public static TrustedProxies from(Settings settings) {
    return new TrustedProxies(
        settings.list("TRUSTED_PROXIES", List.of()).stream()
            .map(
                text ->
                    Network.parse(text)
                        .orElseThrow(
                            () ->
                                Settings.unusable(
                                    "TRUSTED_PROXIES",
                                    text,
                                    "addresses or networks such as 10.0.0.0/8, ::1")))
            .toList(),
        settings.choice("PROXY_HEADER", ProxyHeader.X_FORWARDED_FOR));
  }

  /**
   * The client's address: that of the peer, unless it is a trusted proxy's; then the last in its
   * header that is no trusted proxy's. Where the header says something else than an address, it is
   * the proxy's who said so.
   *
   * @param peer the address that the connection comes from
   * @param headers all lines of a header, in order, by its name
   */
  public String client(String peer, Function<String, List<String>> headers) {
    Optional<InetAddress> parsed = Addresses.parse(peer);
    if (parsed.isEmpty()) {
      return peer;
    }
    InetAddress client = parsed.get();
    if (trusts(client)) {
      String value = String.join(",", headers.apply(header.header()));
      List<String> hops = value.isEmpty() ? List.of() : header.hops(value).orElse(List.of());
      for (String hop : hops.reversed()) {
        Optional<InetAddress> next = node(hop);
        if (next.isEmpty()) {
          break;
        }
        client = next.get();
        if (!trusts(client)) {
          break;
        }
      }
    }
    return Addresses.text(client);
  }

  private boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static Optional<InetAddress> node(String text) {
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      return Optional.empty();
    }
    String literal = node.group("four");
    if (literal == null) {
      literal = node.group("six") == null ? node.group("bare") : node.group("six");
    }
    return Addresses.parse(literal);
  }
}
