package dev.parley.platform.net;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Literal IP addresses. No name is ever looked up. */
public final class Addresses {
  private static final int SITE_BYTES = 8;
  private static final int NETWORK_BYTES = 6;
  private static final String SITE = "/" + SITE_BYTES * Byte.SIZE;

  private Addresses() {}

  /**
   * The address that a text is: IPv4 in four parts, or IPv6 with or without brackets and zone. An
   * IPv4 address written as IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 one.
   */
  static Optional<InetAddress> parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? Optional.empty() : Optional.of(of(bytes));
  }

  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  /** One spelling for each address (RFC 5952). */
  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /**
   * What budgets and delays count as one place: an IPv4 address, or the /64 of an IPv6 address,
   * since a subscriber is given at least that many and may use a new one for each request. A text
   * that is no address is its own place.
   */
  public static String place(String address) {
    return within(address, SITE_BYTES);
  }

  /**
   * Whose turn it is where something is scarce: as {@link #place}, but the /48 of an IPv6 address,
   * since whoever has one has 65,536 places. A place has one too.
   */
  public static String network(String address) {
    return within(
        address.endsWith(SITE) ? address.substring(0, address.length() - SITE.length()) : address,
        NETWORK_BYTES);
  }

  private static String within(String address, int bytes) {
    if (address.indexOf(':') < 0 || !(parse(address).orElse(null) instanceof Inet6Address six)) {
      return address;
    }
    byte[] prefix = six.getAddress();
    Arrays.fill(prefix, bytes, prefix.length, (byte) 0);
    return text(of(prefix)) + "/" + bytes * Byte.SIZE;
  }
}
