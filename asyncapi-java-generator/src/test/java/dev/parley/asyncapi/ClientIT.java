package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.server.ServerEndpointConfig;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated client and the generated endpoint of one document, over a socket. */
class ClientIT {
  @TempDir static Path directory;
  static ClassLoader loader;
  static ServerContainer container;
  static String server;

  @BeforeAll
  static void start() throws Exception {
    loader = Market.compile(directory);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = "ws://127.0.0.1:" + port;
    container = ServerContainerFactory.createServerContainer(Map.of());
    var endpoints = (jakarta.websocket.server.ServerContainer) container;
    endpoints.addEndpoint(
        (ServerEndpointConfig) Shop.call(loader, "market.server.MarketServer", "config"));
    endpoints.addEndpoint(
        (ServerEndpointConfig)
            Shop.call(loader, "market.server.MarketServer", "dynamic", "/told/later"));
    container.start("/", port);
  }

  @AfterAll
  static void stop() {
    container.stop();
  }

  @Test
  void carriesEveryKindOfPayload() throws Exception {
    assertThat(Shop.call(loader, "market.client.MarketTalk", "talk", server).toString().lines())
        .containsExactly(
            "beat HB",
            "StatusAccepted[ok=true, id=4, count=2, dollarSign=1M]",
            "rows [\"buy 0.10 1970-01-01T00:00:00Z\", 1]",
            "hello 5000000000 one two 1.50 c [Level[p=2.0, q=3]] {x=[1, 2]} 7"
                + " Tree[name=root, children=[Tree[name=leaf, children=null, either=null]],"
                + " either=Level[p=1, q=null]] {x-more=yes}",
            "StatusOption1[ok=false, id=a1, error=Amend]",
            "StatusOption1[ok=false, id=c1, error=Cancel]",
            "count 18446744073709551615",
            "invalid {\"unheardOf\":14}",
            "closed 1000");
  }

  @Test
  void servesAnAddressThatIsToldAtRunTime() throws Exception {
    assertThat(Shop.call(loader, "market.client.MarketTalk", "listen", server + "/told/later"))
        .isEqualTo("9.90; 4000 enough");
  }

  @Test
  void sendsFramesOneAfterTheOther() throws Exception {
    assertThat(Shop.call(loader, "market.client.MarketTalk", "burst", server)).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id": "1"} | Cancel
          {"id": "1", "force": true} | Cancel
          {"id": "1", "price": "2"} | Amend
          {"id": "1", "price": "2", "force": true} | Cancel
          {"id": "1", "price": "2", "side": "buy", "force": true} | Amend
          {"id": "1", "more": 3} | Cancel
          {"price": "2"} | the value is none of [Amend, Cancel]
          ["1"] | the value is none of [Amend, Cancel]
          """)
  void tellsTypesApartByTheirLooks(String frame, String type) throws Exception {
    assertThat(Shop.call(loader, "market.client.MarketTalk", "reads", frame)).isEqualTo(type);
  }
}
