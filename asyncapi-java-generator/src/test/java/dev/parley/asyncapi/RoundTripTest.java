package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles what is generated, without a warning, and runs it. */
class RoundTripTest {
  private static final String SCENARIO = "shop.ShopScenario";

  @TempDir static Path directory;
  static ClassLoader server;
  static ClassLoader client;

  @BeforeAll
  static void compile() {
    server =
        Shop.compile("server", directory.resolve("server"), "ShopScenario", "Account", "Quote");
    client =
        Shop.compile(
            "client",
            directory.resolve("client"),
            "ShopScenario",
            "ShopClient",
            "Account",
            "Quote",
            "EventSocket",
            "Topic",
            "StreamOptions",
            "StreamListener",
            "Subscription");
  }

  @Test
  void writesPropertiesInTheOrderOfTheSchema() throws Exception {
    assertThat(Shop.call(server, SCENARIO, "writesOrder"))
        .isEqualTo(
            "{\"id\":\"0197b1f0-9c1e-7a5a-8f0e-3b1d6f2a4c55\",\"version\":2,\"price\":\"1.10\",\"quantity\":5000000000,"
                + "\"count\":3,\"open\":true,\"side\":\"buy\",\"createdAt\":\"2026-01-02T03:04:05Z\","
                + "\"due\":\"2026-02-03\",\"note\":null,\"account\":{\"name\":\"main\"},\"lines\":[\"a\",null],"
                + "\"fees\":{\"vat\":\"0.20\"},\"class\":\"first\",\"list-id\":\"l1\",\"toString\":\"s\","
                + "\"address\":{\"street\":\"Main St\",\"kind\":\"at work\"},"
                + "\"payment\":{\"kind\":\"cash\",\"change\":{\"kind\":\"card\",\"number\":\"4111\"}}}");
  }

  @Test
  void readsWhatItWrote() throws Exception {
    assertThat(Shop.call(server, SCENARIO, "readsWhatItWrote")).isEqualTo(true);
    assertThat(Shop.call(client, SCENARIO, "readsWhatItWrote")).isEqualTo(true);
  }

  @Test
  void readsEventsByTheirType() throws Exception {
    assertThat(Shop.call(client, SCENARIO, "roundTripsEvent"))
        .isEqualTo("order.filled orders 7 2026-01-02T03:04:05Z true");
  }

  @Test
  void readsUnionsByMappingOrSchemaName() throws Exception {
    assertThat(Shop.call(server, SCENARIO, "readsShapes"))
        .isEqualTo("Circle[form=round, radius=1.5] Square[form=Square, side=2]");
  }

  @Test
  void printsNoSecrets() throws Exception {
    assertThat(Shop.call(server, SCENARIO, "prints")).isEqualTo("Card[number=***, holder=me]");
  }

  @Test
  void parsesAndWritesTopics() throws Exception {
    assertThat(Shop.call(server, SCENARIO, "topics"))
        .isEqualTo(
            "quotes:BTC:1m:0197b1f0-9c1e-7a5a-8f0e-3b1d6f2a4c55:2 true false false false orders orders order.filled");
    assertThatThrownBy(() -> Shop.call(server, SCENARIO, "wrongTopicParameter"))
        .hasMessage(
            "'A:B' is not a possible symbol of the topic quotes:{symbol}:{interval}:{accountId}:{page}");
  }

  @Test
  void serverRefusesUnknownEnumValueAndClientDoesNot() throws Exception {
    assertThat(Shop.call(client, SCENARIO, "readsSide", "\"hold\"")).isEqualTo("UNKNOWN");
    assertThatThrownBy(() -> Shop.call(server, SCENARIO, "readsSide", "\"hold\""))
        .hasMessageContaining("'hold' is not one of buy, sell");
  }

  @Test
  void refusesObjectWithoutRequiredProperty() {
    assertThatThrownBy(() -> Shop.call(server, SCENARIO, "readsOrder", "{}"))
        .hasMessageContaining("'id'");
  }

  @Test
  void clientIgnoresPropertiesThatItDoesNotKnow() throws Exception {
    String order = (String) Shop.call(client, SCENARIO, "writesOrder");
    String newer = order.replaceFirst("\\{", "{\"new\":1,");
    assertThat(Shop.call(client, SCENARIO, "readsOrder", newer).toString()).contains("count=3");
    assertThatThrownBy(() -> Shop.call(server, SCENARIO, "readsOrder", newer))
        .hasMessageContaining("new");
  }

  @Test
  void streamsSubscribeToTheirTopics() throws Exception {
    assertThat(Shop.call(client, "shop.ShopClient", "subscribes"))
        .isEqualTo(
            "orders true true OrdersSnapshot quotes:BTC:1m:00000000-0000-0000-0000-000000000001:2 false false");
  }
}
