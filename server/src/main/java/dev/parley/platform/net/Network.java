package dev.parley.platform.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses.
 *
 * @param base of its addresses, any
 * @param prefix how many leading bits they share
 */
record Network(InetAddress base, int prefix) {
  /** An address, or an address and the length of its prefix: {@code 10.0.0.0/8}. */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> base = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
    if (base.isEmpty()) {
      return Optional.empty();
    }
    int bits = base.get().getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new Network(base.get(), bits));
    }
    String prefix = text.substring(slash + 1);
    return prefix.matches("[0-9]{1,3}") && Integer.parseInt(prefix) <= bits
        ? Optional.of(new Network(base.get(), Integer.parseInt(prefix)))
        : Optional.empty();
  }

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
