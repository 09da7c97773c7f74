package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.ws.DialectCheck;
import dev.parley.conformance.ws.Socket;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The two dialects say the same as the protocol, in the words of the clients that know them. */
@Order(4)
@ExtendWith(SuiteExtension.class)
final class DialectsIT {
  private final Suite suite;

  DialectsIT(Suite suite) {
    this.suite = suite;
  }

  private static JsonNode frame(String json) {
    try {
      return Contract.JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Predicate<JsonNode> at(String pointer, String value) {
    return frame -> frame.at(pointer).asText().equals(value);
  }

  @Test
  void ordersAreStreamedInBothDialects() {
    Trader trader = new Trader(suite.api(), suite.token("user"));
    trader.connect();
    try (Socket events =
            Socket.open(
                suite.api().base(),
                "/ws/events?token=" + trader.token(),
                Optional.empty(),
                Optional.empty(),
                DialectCheck.events());
        Socket family =
            Socket.open(
                suite.api().base(),
                "/ws",
                Optional.of(trader.token()),
                Optional.empty(),
                DialectCheck.family())) {
      events.await("server_ready", at("/t", "server_ready"));
      events.send(
          frame(
              "{'t':'subscription','p':{'action':'subscribe','topics':['order_events',"
                  + "'broker_connection_events','positions','account','executions']}}"));
      events.await("subscriptions", 5, at("/p/action", "subscribe"));
      for (String topic : new String[] {"orders", "executions", "positions", "account"}) {
        family.send(frame("{'action':'subscribe','topic':'" + topic + "'}"));
      }
      family.send(frame("{'action':'ping'}"));
      family.await("pong", at("/action", "pong"));
      events.send(frame("{'t':'ping','p':{}}"));
      events.await("pong", at("/t", "pong"));
      String order = trader.market("buy", "0.001");
      events.await("OrderFilled", at("/p/event_type", "OrderFilled"));
      JsonNode filled = family.await("order.filled", at("/event", "order.filled"));
      assertThat(filled.at("/data/entity_id").asText()).isEqualTo(order);
      assertThat(filled.at("/data/payload/status").asText()).isEqualTo("filled");
      events.send(frame("{'t':'request_snapshot','p':{'topics':['positions']}}"));
      JsonNode snapshot = events.await("snapshot", at("/p/event_type", "snapshot"));
      assertThat(snapshot.at("/p/data/items/0/symbol").asText()).isEqualTo("BTC-USD");
    }
  }

  @Test
  void refusedCredentialsCloseAsEachDialectSays() {
    try (Socket events =
            Socket.open(
                suite.api().base(),
                "/ws/events?token=none",
                Optional.empty(),
                Optional.empty(),
                DialectCheck.events());
        Socket family =
            Socket.open(
                suite.api().base(),
                "/ws?token=none",
                Optional.empty(),
                Optional.empty(),
                DialectCheck.family())) {
      events.await("error", at("/t", "error"));
      assertThat(events.awaitClose()).isEqualTo(4401);
      assertThat(family.awaitClose()).isEqualTo(4001);
      assertThat(family.frames()).isEmpty();
    }
  }
}
