package dev.parley.datafeed.replay;

/** Reads decimal numbers into whole numbers of a fixed scale, exactly. */
final class FixedPoint {
  private FixedPoint() {}

  /**
   * The number of units of {@code 10^-scale} that a part of a text stands for: {@code 12.50} at
   * scale 2 is 1250. Further digits have to be zeros, since nothing is rounded.
   *
   * @throws NumberFormatException if it is not an unsigned decimal number, does not fit in the
   *     scale or in a long
   */
  static long parse(CharSequence text, int from, int to, int scale) {
    long units = 0;
    int decimals = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.' && decimals < 0 && i > from) {
        decimals = 0;
      } else if (c < '0' || c > '9') {
        throw wrong(text, from, to);
      } else if (decimals < scale) {
        units = append(units, c - '0', text, from, to);
        decimals = decimals < 0 ? -1 : decimals + 1;
      } else if (c != '0') {
        throw wrong(text, from, to);
      }
    }
    if (from == to) {
      throw wrong(text, from, to);
    }
    for (int i = Math.max(decimals, 0); i < scale; i++) {
      units = append(units, 0, text, from, to);
    }
    return units;
  }

  static long parse(CharSequence text, int scale) {
    return parse(text, 0, text.length(), scale);
  }

  private static long append(long units, int digit, CharSequence text, int from, int to) {
    if (units > (Long.MAX_VALUE - digit) / 10) {
      throw wrong(text, from, to);
    }
    return units * 10 + digit;
  }

  private static NumberFormatException wrong(CharSequence text, int from, int to) {
    return new NumberFormatException("Not a number of this scale: " + text.subSequence(from, to));
  }
}
