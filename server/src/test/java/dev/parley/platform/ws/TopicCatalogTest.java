package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.contract.Contract;
import dev.parley.platform.ws.protocol.DialectNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {
  private final TopicCatalog catalog =
      TopicCatalog.of(Contract.load(List.of("broker", "datafeed")).asyncApis());

  @Test
  void readsTopicsWithTheirPolicyFromTheContract() {
    TopicRule orders = catalog.find("orders").orElseThrow().rule();
    assertThat(orders.module()).isEqualTo("broker");
    assertThat(orders.scope()).isEqualTo("orders:read");
    assertThat(orders.durable()).isTrue();
    assertThat(orders.hasSnapshot()).isTrue();
    assertThat(orders.types()).contains("order.filled");
    TopicRule quotes = catalog.find("quotes:BTC-USD").orElseThrow().rule();
    assertThat(quotes.durable()).isFalse();
    assertThat(quotes.sequenced()).isFalse();
    assertThat(catalog.find("trades:BTC-USD").orElseThrow().rule().sequenced()).isTrue();
  }

  @Test
  void findsTheParametersOfATopicAndChecksTheirShape() {
    assertThat(catalog.find("candles:BTC-USD:1m").orElseThrow().parameters())
        .isEqualTo(Map.of("symbol", "BTC-USD", "interval", "1m"));
    assertThat(catalog.find("candles:BTC-USD:1x")).isEmpty();
    assertThat(catalog.find("candles:btc usd:1m")).isEmpty();
    assertThat(catalog.find("candles:BTC-USD")).isEmpty();
    assertThat(catalog.find("orders:1")).isEmpty();
    assertThat(catalog.find("")).isEmpty();
  }

  @Test
  void translatesTheNamesOfADialect() {
    DialectNames names = catalog.dialect("events");
    assertThat(names.topic("orders")).isEqualTo("order_events");
    assertThat(names.original("broker_connection_events")).isEqualTo("broker-connections");
    assertThat(names.event("orders", "order.filled")).isEqualTo("OrderFilled");
    assertThat(names.topic("positions")).isEqualTo("positions");
    assertThat(names.event("positions", "position.opened")).isEqualTo("position.opened");
    assertThat(catalog.dialect("none").event("orders", "order.filled")).isEqualTo("order.filled");
  }
}
