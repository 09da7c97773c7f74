package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import java.util.Map;
import java.util.Optional;

/** A user who trades over REST, so that there is something to stream. */
public final class Trader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Api api;
  private final String token;

  public Trader(Api api, String token) {
    this.api = api;
    this.token = token;
  }

  public String token() {
    return token;
  }

  /** Calls an operation that has to succeed. */
  public JsonNode call(String operation, Map<String, String> values, JsonNode body) {
    Answer answer = api.call(Contract.all().operation(operation), values, body, Optional.of(token));
    if (answer.status() != Contract.all().operation(operation).success()) {
      throw new AssertionError(operation + " answered " + answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  public JsonNode get(String operation, String... values) {
    return call(
        operation,
        values.length == 0 ? Map.of() : Map.of(values[0], values[1]),
        MissingNode.getInstance());
  }

  /** Connects the paper broker; answers the connection's id. */
  public String connect() {
    ObjectNode body = JSON.objectNode();
    body.put("broker", "paper").put("environment", "paper").put("method", "api_key");
    return call("connectBroker", Map.of(), body).path("id").asText();
  }

  /** Places a market order for bitcoin; answers its id. */
  public String market(String side, String quantity) {
    return place(side, quantity, "gtc", JSON.missingNode());
  }

  /** Places a limit order for bitcoin; answers its id. */
  public String limit(String side, String quantity, String price, String timeInForce) {
    return place(side, quantity, timeInForce, JSON.textNode(price));
  }

  private String place(String side, String quantity, String timeInForce, JsonNode price) {
    ObjectNode body = JSON.objectNode();
    body.put("symbol", "BTC-USD").put("side", side).put("quantity", quantity);
    body.put("timeInForce", timeInForce);
    if (price.isMissingNode()) {
      body.put("type", "market");
    } else {
      body.put("type", "limit").set("limitPrice", price);
    }
    return call("placeOrder", Map.of(), body).path("id").asText();
  }

  public void cancel(String order) {
    get("cancelOrder", "orderId", order);
  }

  public void disconnect(String connection) {
    get("disconnectBroker", "connectionId", connection);
  }
}
