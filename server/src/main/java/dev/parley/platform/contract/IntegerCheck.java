package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/** Checks a whole number and its bounds. */
final class IntegerCheck implements Check {
  private final BigInteger least;
  private final BigInteger most;

  IntegerCheck(JsonNode schema) {
    boolean wide = schema.path("format").asText().equals("int64");
    long floor = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long ceiling = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
    least = BigInteger.valueOf(schema.path("minimum").asLong(floor));
    most = BigInteger.valueOf(schema.path("maximum").asLong(ceiling));
  }

  @Override
  public void check(JsonNode value, String pointer, Findings found) {
    if (!value.isIntegralNumber()) {
      found.add(pointer, "type", "must be a whole number, found " + ObjectCheck.kind(value));
      return;
    }
    BigInteger number = value.bigIntegerValue();
    if (number.compareTo(least) < 0) {
      found.add(pointer, "below_minimum", "must be at least " + least);
    } else if (number.compareTo(most) > 0) {
      found.add(pointer, "above_maximum", "must be at most " + most);
    }
  }
}
