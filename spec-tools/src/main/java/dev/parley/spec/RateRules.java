package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the table of the budgets must say, and which of them a contract may name (B07). */
final class RateRules {
  private static final String FILE = "specs/common/rates.yaml: ";
  private static final List<String> OWNERS = List.of("caller", "account", "address");
  private static final int MOST = 10_000_000;
  private static final int LONGEST = 3600;

  private final JsonNode classes;
  private final Set<String> names = new TreeSet<>();

  /**
   * @param rates the table, {@code common/rates.yaml}
   */
  RateRules(JsonNode rates) {
    this.classes = rates.path("classes");
    classes.fieldNames().forEachRemaining(names::add);
  }

  /** The breaches of the table itself. */
  List<String> check() {
    List<String> findings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : classes.properties()) {
      JsonNode rate = e.getValue();
      String at = FILE + e.getKey() + ": ";
      require(e.getKey().matches("[a-z]+(-[a-z]+)*"), at + "must be kebab-case", findings);
      require(!e.getKey().equals("none"), at + "means that there is no budget", findings);
      require(rate.hasNonNull("description"), at + "description is missing", findings);
      require(within(rate.path("limit"), MOST), at + "limit must be 1 to " + MOST, findings);
      require(
          within(rate.path("seconds"), LONGEST), at + "seconds must be 1 to " + LONGEST, findings);
      require(
          OWNERS.contains(rate.path("per").asText()),
          at + "per must be one of " + OWNERS,
          findings);
      JsonNode outer = classes.path(rate.path("within").asText());
      require(
          !rate.has("within") || outer.path("per").asText().equals("address"),
          at + "within must name a budget of an address",
          findings);
      require(!outer.has("within"), at + "within must name the outermost budget", findings);
    }
    return findings;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** The rule that a name breaks which is neither in the table nor {@code none}. */
  String rule() {
    return "must be none or a class of specs/common/rates.yaml: " + String.join(", ", names);
  }

  private static boolean within(JsonNode number, int most) {
    return number.isInt() && number.intValue() >= 1 && number.intValue() <= most;
  }

  private static void require(boolean holds, String finding, List<String> findings) {
    if (!holds) {
      findings.add(finding);
    }
  }
}
