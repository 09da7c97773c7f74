package dev.parley.platform.ws.socket;

import dev.parley.platform.net.TrustedProxies;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;

/** Tyrus' engine, with a guard before what it reads and a queue behind what it writes. */
final class GuardedEngine implements WebSocketEngine {
  private final WebSocketEngine tyrus;
  private final int maxMessage;
  private final TrustedProxies proxies;

  GuardedEngine(WebSocketEngine tyrus, int maxMessage, TrustedProxies proxies) {
    this.tyrus = tyrus;
    this.maxMessage = maxMessage;
    this.proxies = proxies;
  }

  @Override
  public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
    UpgradeInfo info = tyrus.upgrade(request, response);
    if (info.getStatus() != UpgradeStatus.SUCCESS) {
      return info;
    }
    Upgrade upgrade =
        new Upgrade(
            Handshake.of(request, UpgradeFilter.presented(), UpgradeFilter.client(proxies)),
            UpgradeFilter.takeWire());
    return new UpgradeInfo() {
      @Override
      public UpgradeStatus getStatus() {
        return UpgradeStatus.SUCCESS;
      }

      @Override
      public Connection createConnection(Writer ignored, Connection.CloseListener listener) {
        return connect(info, upgrade, listener);
      }
    };
  }

  private Connection connect(UpgradeInfo info, Upgrade upgrade, Connection.CloseListener listener) {
    Writer writer = new QueuedWriter(upgrade);
    Connection inner = upgrade.opening(() -> info.createConnection(writer, listener));
    ReadHandler guard = new FrameGuard(inner.getReadHandler(), maxMessage, new Relay(upgrade));
    return new Connection() {
      @Override
      public ReadHandler getReadHandler() {
        return guard;
      }

      @Override
      public Writer getWriter() {
        return writer;
      }

      @Override
      public CloseListener getCloseListener() {
        return listener;
      }

      @Override
      public void close(CloseReason reason) {
        inner.close(reason);
      }
    };
  }

  @Override
  public void register(Class<?> endpoint, String contextPath) throws DeploymentException {
    tyrus.register(endpoint, contextPath);
  }

  @Override
  public void register(ServerEndpointConfig config, String contextPath) throws DeploymentException {
    tyrus.register(config, contextPath);
  }

  /** The owner is asked at each frame: it is known only once {@code onOpen} has run. */
  private record Relay(Upgrade upgrade) implements FrameGuard.Peer {
    @Override
    public boolean frame() {
      return upgrade.owner().frame();
    }

    @Override
    public void refused(int code, String reason) {
      upgrade.owner().refused(code, reason);
    }

    @Override
    public void left() {
      upgrade.owner().left();
    }
  }
}
