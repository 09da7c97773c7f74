package dev.parley.platform.ws.socket;

import dev.parley.platform.net.TrustedProxies;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus without a server of its own: it lives in the filter chain of a Grizzly listener that also
 * carries HTTP.
 */
public final class OnePort extends TyrusServerContainer {
  private final WebSocketEngine engine;
  private final Set<String> paths = ConcurrentHashMap.newKeySet();

  /**
   * @param maxMessage the largest client message in bytes
   * @param proxies whose word is taken for the address of a client
   */
  public OnePort(int maxMessage, TrustedProxies proxies) {
    super((Set<Class<?>>) null);
    TyrusWebSocketEngine tyrus =
        TyrusWebSocketEngine.builder(this)
            // The guard has refused anything larger before; room for several frames in one read.
            .incomingBufferSize(4 * maxMessage + 1024 * 1024)
            .parallelBroadcastEnabled(false)
            .build();
    this.engine = new GuardedEngine(tyrus, maxMessage, proxies);
  }

  /**
   * Before the listener starts: puts the upgrade filter right before HTTP.
   *
   * @param refusal what to answer an upgrade that is refused, else nothing
   */
  public void install(
      NetworkListener listener, Function<HttpRequestPacket, Optional<UpgradeRefusal>> refusal) {
    listener.registerAddOn(new Upgrades(this, refusal));
  }

  @Override
  public void register(Class<?> endpoint) throws DeploymentException {
    engine.register(endpoint, "/");
  }

  @Override
  public void register(ServerEndpointConfig config) throws DeploymentException {
    paths.add(config.getPath());
    engine.register(config, "/");
  }

  @Override
  public WebSocketEngine getWebSocketEngine() {
    return engine;
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of();
  }

  private record Upgrades(
      OnePort container, Function<HttpRequestPacket, Optional<UpgradeRefusal>> refusal)
      implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
      int http = chain.indexOfType(HttpServerFilter.class);
      if (http < 0) {
        throw new IllegalStateException("The listener " + listener.getName() + " has no HTTP");
      }
      chain.add(http, new UpgradeFilter(container, container.paths::contains, refusal));
    }
  }
}
