package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the table of the budgets must say, and which of them a contract may name (B07). */
final class RateRules {
  /** Names the budget that credentials draw on which are refused. */
  static final String REFUSED = "x-rate-limit-refused";

  /** What such a name must say. */
  static final String OF_AN_ADDRESS = REFUSED + " must name a budget of an address";

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
      JsonNode times = rate.path("networkTimes");
      require(
          times.isMissingNode()
              || (within(times, MOST) && rate.path("per").asText().equals("address")),
          at + "networkTimes must be 1 to " + MOST + ", of a budget of an address",
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

  /** The breaches of a document of sockets: whatever clients send has its budget. */
  List<String> check(String module, JsonNode asyncApi) {
    List<String> findings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : asyncApi.path("operations").properties()) {
      String rate = e.getValue().path("x-rate-limit").asText();
      boolean sends = !e.getValue().path("action").asText().equals("receive");
      require(
          sends ? rate.isEmpty() : rate.equals("none") || has(rate),
          "specs/%s asyncapi: operations/%s: x-rate-limit %s"
              .formatted(module, e.getKey(), sends ? "is for what clients send" : rule()),
          findings);
    }
    for (Map.Entry<String, JsonNode> e : asyncApi.at("/components/messages").properties()) {
      JsonNode refused = e.getValue().path(REFUSED);
      require(
          refused.isMissingNode() || isOfAnAddress(refused),
          "specs/%s asyncapi: components/messages/%s: %s"
              .formatted(module, e.getKey(), OF_AN_ADDRESS),
          findings);
    }
    return findings;
  }

  boolean isOfAnAddress(JsonNode name) {
    return classes.path(name.asText()).path("per").asText().equals("address");
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
