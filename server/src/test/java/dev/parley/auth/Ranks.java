package dev.parley.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The Mann-Whitney test: whether values of one kind tend to be larger than those of another. It
 * looks at ranks alone, so outliers of a busy machine count no more than anything else.
 */
final class Ranks {
  private Ranks() {}

  /**
   * How many standard deviations the rank sum of {@code one} is from what it would be if both were
   * of one kind. Beyond 4 in either direction is chance once in 16,000 times.
   */
  static double z(List<Long> one, List<Long> other) {
    record Value(long time, boolean first) {}
    List<Value> all = new ArrayList<>();
    one.forEach(time -> all.add(new Value(time, true)));
    other.forEach(time -> all.add(new Value(time, false)));
    all.sort(Comparator.comparingLong(Value::time));
    double ranks = 0;
    for (int from = 0; from < all.size(); ) {
      int to = from;
      while (to < all.size() && all.get(to).time() == all.get(from).time()) {
        to++;
      }
      double shared = (from + 1 + to) / 2.0;
      for (Value value : all.subList(from, to)) {
        ranks += value.first() ? shared : 0;
      }
      from = to;
    }
    double n = one.size();
    double m = other.size();
    double u = ranks - n * (n + 1) / 2;
    return (u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
  }
}
