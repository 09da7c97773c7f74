package dev.parley.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final String PROXY = "10.0.0.1";

  @Test
  void believesNobodyUnlessTold() {
    assertThat(client(TrustedProxies.NONE, PROXY, "1.2.3.4")).isEqualTo(PROXY);
    assertThat(client(TrustedProxies.from(Settings.of(Map.of())), PROXY, "1.2.3.4"))
        .isEqualTo(PROXY);
  }

  @Test
  void believesNoPeerThatIsNotTrusted() {
    assertThat(client(trusting("10.0.0.0/8"), "11.0.0.1", "1.2.3.4")).isEqualTo("11.0.0.1");
    assertThat(client(trusting("10.0.0.0/8"), "::1", "1.2.3.4")).isEqualTo("::1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.2.3.4 | 1.2.3.4",
        "6.6.6.6, 1.2.3.4 | 1.2.3.4",
        "6.6.6.6, 1.2.3.4, 10.9.9.9 | 1.2.3.4",
        "10.7.7.7, 10.9.9.9 | 10.7.7.7",
        "1.2.3.4:5678 | 1.2.3.4",
        "[2001:db8::1]:443 | 2001:db8::1",
        "2001:DB8:0:0::1 | 2001:db8::1",
        "::ffff:1.2.3.4 | 1.2.3.4",
        "::ffff:10.2.3.4 | 10.2.3.4",
        "6.6.6.6, unknown | 10.0.0.1",
        "6.6.6.6, unknown, 10.9.9.9 | 10.9.9.9",
        "6.6.6.6, 1.2.3.4, | 10.0.0.1",
        "6.6.6.6, 256.1.1.1 | 10.0.0.1",
        "6.6.6.6, localhost | 10.0.0.1",
        "6.6.6.6, 1.2.3.4:99999999 | 10.0.0.1",
        "6.6.6.6, 1.2.3 | 10.0.0.1",
        "6.6.6.6, [::1 | 10.0.0.1",
        "' OR 1=1 -- | 10.0.0.1",
      })
  void takesTheLastAddressThatIsNoProxysFromXForwardedFor(String header, String client) {
    assertThat(client(trusting("10.0.0.0/8"), PROXY, header)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=1.2.3.4 | 1.2.3.4",
        "for=6.6.6.6, For=1.2.3.4;proto=https;by=10.0.0.1 | 1.2.3.4",
        "for=6.6.6.6,by=10.0.0.1;for=\"1.2.3.4:80\" , for=10.9.9.9 | 1.2.3.4",
        "for=\"[2001:db8::1]:4711\" | 2001:db8::1",
        "for=\"\\1.2.3\\.4\" | 1.2.3.4",
        "for=6.6.6.6, for=_hidden | 10.0.0.1",
        "for=6.6.6.6, for=unknown, for=10.9.9.9 | 10.9.9.9",
        "for=6.6.6.6, proto=https | 10.0.0.1",
        "for=6.6.6.6;a=\", for=1.2.3.4 | 10.0.0.1",
        "for=6.6.6.6;a=\", for=\"[2001:db8::1]\" | 10.0.0.1",
        "for 1.2.3.4 | 10.0.0.1",
        "1.2.3.4 | 10.0.0.1",
        "for=\"1.2.3.4 | 10.0.0.1",
      })
  void takesTheLastAddressThatIsNoProxysFromForwarded(String header, String client) {
    TrustedProxies proxies =
        TrustedProxies.from(
            Settings.of(Map.of("TRUSTED_PROXIES", "10.0.0.0/8", "PROXY_HEADER", "forwarded")));
    assertThat(
            proxies.client(PROXY, name -> name.equals("Forwarded") ? List.of(header) : List.of()))
        .isEqualTo(client);
  }

  @Test
  void looksAtNoHeaderThatItsProxiesDoNotWrite() {
    assertThat(
            trusting("10.0.0.0/8")
                .client(
                    PROXY,
                    name -> name.equals("Forwarded") ? List.of("for=6.6.6.6") : List.of("1.2.3.4")))
        .isEqualTo("1.2.3.4");
  }

  @Test
  void readsSeveralLinesAsOneList() {
    assertThat(
            trusting("10.0.0.0/8").client(PROXY, name -> List.of("6.6.6.6", "1.2.3.4, 10.9.9.9")))
        .isEqualTo("1.2.3.4");
    assertThat(trusting(PROXY).client(PROXY, name -> List.of())).isEqualTo(PROXY);
  }

  @Test
  void isNotSlowedDownByALongHeader() {
    String many = "10.1.1.1,".repeat(3_000) + "\"\\".repeat(2_000);
    assertThat(client(trusting("10.0.0.0/8"), PROXY, many)).isEqualTo(PROXY);
    assertThat(client(trusting("10.0.0.0/8"), PROXY, "10.1.1.1,".repeat(3_000) + PROXY))
        .isEqualTo("10.1.1.1");
  }

  @Test
  void knowsNetworksOfAnyLength() {
    assertThat(client(trusting("10.0.0.0/9"), "10.128.0.1", "1.2.3.4")).isEqualTo("10.128.0.1");
    assertThat(client(trusting("10.0.0.0/9"), "10.127.0.1", "1.2.3.4")).isEqualTo("1.2.3.4");
    assertThat(client(trusting("fd00::/8,::1"), "fd12::7", "1.2.3.4")).isEqualTo("1.2.3.4");
    assertThat(client(trusting("fd00::/8, ::1"), "0:0:0:0:0:0:0:1", "1.2.3.4"))
        .isEqualTo("1.2.3.4");
    assertThat(client(trusting("0.0.0.0/0"), "::1", "1.2.3.4")).isEqualTo("::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"proxy.example", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/-1", "/8", "1/"})
  void refusesToStartWithWhatIsNoNetwork(String wrong) {
    assertThatThrownBy(() -> trusting("127.0.0.1," + wrong))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "setting TRUSTED_PROXIES: expected addresses or networks such as 10.0.0.0/8, ::1, found"
                + " '%s'",
            wrong);
  }

  @Test
  void countsIpv6AddressesByTheirSite() {
    assertThat(Addresses.place("1.2.3.4")).isEqualTo("1.2.3.4");
    assertThat(Addresses.place("2001:db8:1:2:aaaa:bbbb:cccc:dddd")).isEqualTo("2001:db8:1:2::/64");
    assertThat(Addresses.place("2001:db8:1:2::1")).isEqualTo("2001:db8:1:2::/64");
    assertThat(Addresses.place("2001:db8:1:3::1")).isEqualTo("2001:db8:1:3::/64");
    assertThat(Addresses.place("::ffff:1.2.3.4")).isEqualTo("::ffff:1.2.3.4");
    assertThat(Addresses.place("matcher")).isEqualTo("matcher");
    assertThat(Addresses.place("a:b")).isEqualTo("a:b");
    assertThat(Addresses.network("1.2.3.4")).isEqualTo("1.2.3.4");
    assertThat(Addresses.network("2001:db8:1:2::1")).isEqualTo("2001:db8:1::/48");
    assertThat(Addresses.network(Addresses.place("2001:db8:1:3::1"))).isEqualTo("2001:db8:1::/48");
    assertThat(Addresses.network("matcher")).isEqualTo("matcher");
  }

  private static TrustedProxies trusting(String networks) {
    return TrustedProxies.from(Settings.of(Map.of("TRUSTED_PROXIES", networks)));
  }

  private static String client(TrustedProxies proxies, String peer, String header) {
    return proxies.client(
        peer, name -> name.equals("X-Forwarded-For") ? List.of(header) : List.of());
  }
}
