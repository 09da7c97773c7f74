package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.server.ServerEndpointConfig;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated endpoint in a real container, spoken to by a client that knows nothing of it. */
class EndpointIT {
  @TempDir static Path directory;
  static ServerContainer container;
  static int port;

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    ClassLoader loader =
        Shop.compile("server", directory, "ShopServer", "ShopScenario", "Account", "Quote");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    container = ServerContainerFactory.createServerContainer(Map.of());
    ((jakarta.websocket.server.ServerContainer) container)
        .addEndpoint((ServerEndpointConfig) Shop.call(loader, "shop.ShopServer", "config"));
    container.start("/", port);
  }

  @AfterAll
  static void stop() {
    container.stop();
  }

  private WebSocket connect() {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("other", "shop.v1")
        .buildAsync(
            URI.create("ws://127.0.0.1:" + port + "/shop/ws"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                received.add(data.toString());
                socket.request(1);
                return null;
              }

              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                received.add("closed " + code + " " + reason);
                return null;
              }
            })
        .join();
  }

  private String next() throws InterruptedException {
    return received.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void dispatchesFramesToADelegateOfTheirConnection() throws Exception {
    WebSocket socket = connect();
    assertThat(socket.getSubprotocol()).isEqualTo("shop.v1");
    assertThat(next()).startsWith("{\"type\":\"error\",\"code\":");
    socket.sendText("{\"type\":\"ping\"}", true).join();
    assertThat(next()).isEqualTo("{\"type\":\"pong\"}");
    socket
        .sendText(
            "{\"type\":\"subscribe\",\"topics\":[{\"topic\":\"orders\",\"since\":{\"epoch\":\"e\",\"seq\":9}}]}",
            true)
        .join();
    assertThat(next()).isEqualTo("orders@9 Optional[OrdersSnapshotData[items=[]]]");
    for (String bad :
        new String[] {
          "{\"type\":\"nope\"}", "{\"type\":\"subscribe\"}", "null", "{", "{\"type\":\"ping\"}x"
        }) {
      socket.sendText(bad, true).join();
      assertThat(next()).isEqualTo("invalid " + bad);
    }
    socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    assertThat(next()).isEqualTo("closed 1003 frames are JSON text");

    connect();
    assertThat(next()).isNotEqualTo("{\"type\":\"error\",\"code\":1}");
  }
}
