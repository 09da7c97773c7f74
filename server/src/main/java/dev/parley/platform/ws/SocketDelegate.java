package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frames.AuthenticateFrame;
import dev.parley.contract.frames.FramesDelegate;
import dev.parley.contract.frames.FramesEndpoint;
import dev.parley.contract.frames.FramesSession;
import dev.parley.contract.frames.PingFrame;
import dev.parley.contract.frames.SubscribeFrame;
import dev.parley.contract.frames.UnsubscribeFrame;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.socket.Upgrade;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generated endpoint's delegate of one socket. Texts are handed on unread, away from the thread
 * of the listener: the connection reads them in the spelling of its path.
 */
final class SocketDelegate implements FramesDelegate {
  private static final Logger LOG = LoggerFactory.getLogger(SocketDelegate.class);

  private final ConnectionContext context;
  private final Codec codec;
  private final Optional<String> module;
  private volatile @Nullable Connection connection;

  private SocketDelegate(ConnectionContext context, Codec codec, Optional<String> module) {
    this.context = context;
    this.codec = codec;
    this.module = module;
  }

  /** The generated endpoint on a path, with a delegate for each socket. */
  static ServerEndpointConfig endpoint(
      String path,
      ConnectionContext context,
      Codec codec,
      Optional<String> module,
      ObjectMapper json) {
    return ServerEndpointConfig.Builder.create(FramesEndpoint.class, path)
        .subprotocols(FramesEndpoint.SUBPROTOCOLS)
        .configurator(
            new ServerEndpointConfig.Configurator() {
              @Override
              public <T> T getEndpointInstance(Class<T> type) {
                return type.cast(
                    new FramesEndpoint(new SocketDelegate(context, codec, module), json));
              }
            })
        .build();
  }

  @Override
  public void onOpen(FramesSession session, EndpointConfig config) {
    Upgrade upgrade = Upgrade.current();
    Connection opened = new Connection(context, upgrade, session.socket(), codec, module);
    connection = opened;
    upgrade.ownedBy(opened);
    opened.opened();
  }

  @Override
  public void onText(FramesSession session, String text) {
    Connection opened = connection;
    if (opened != null) {
      opened.received(text);
    }
  }

  @Override
  public void onClose(FramesSession session, CloseReason reason) {
    Connection opened = connection;
    if (opened != null) {
      opened.closed();
    }
  }

  @Override
  public void onError(FramesSession session, Throwable problem) {
    LOG.debug("Socket of {}: {}", session.socket().getRequestURI().getPath(), problem.toString());
  }

  // Texts are never read on the listener's thread, so none of these is called.

  @Override
  public void onSubscribe(FramesSession session, SubscribeFrame message) {
    throw unread();
  }

  @Override
  public void onUnsubscribe(FramesSession session, UnsubscribeFrame message) {
    throw unread();
  }

  @Override
  public void onAuthenticate(FramesSession session, AuthenticateFrame message) {
    throw unread();
  }

  @Override
  public void onPing(FramesSession session, PingFrame message) {
    throw unread();
  }

  @Override
  public void onInvalid(FramesSession session, String text, JsonProcessingException problem) {
    throw unread();
  }

  private static IllegalStateException unread() {
    return new IllegalStateException("Frames are read by the connection");
  }
}
