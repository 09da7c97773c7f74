package dev.parley.platform.http;

import java.io.IOException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Grizzly's codec with a limit on how long a head may take, save that an upgrade to anything but
 * WebSocket is not one: the JDK's client asks for {@code h2c} on every cleartext POST, and Grizzly
 * would take its body for the new protocol and wait (RFC 9110, 7.8: a server may ignore Upgrade).
 */
final class HttpCodec extends HttpServerFilter {
  private final HeadTimer heads;

  private HttpCodec(NetworkListener listener, HeadTimer heads) {
    super(
        listener.isChunkingEnabled(),
        listener.getMaxHttpHeaderSize(),
        null,
        listener.getKeepAlive(),
        null,
        listener.getMaxRequestHeaders(),
        listener.getMaxResponseHeaders());
    this.heads = heads;
  }

  /** Puts this codec in the place of Grizzly's. */
  record Install(HeadTimer heads) implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
      builder.set(builder.indexOfType(HttpServerFilter.class), new HttpCodec(listener, heads));
    }
  }

  @Override
  protected void onIncomingUpgrade(FilterChainContext context, HttpHeader header) {
    if (header.getUpgrade().equalsIgnoreCase("websocket")) {
      super.onIncomingUpgrade(context, header);
    } else {
      header.getUpgradeDC().recycle();
    }
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    // While a request is in progress, and on an upgraded connection, what comes is no head.
    if (context.getConnection().getAttributes().getAttribute(HTTP_SERVER_REQUEST_ATTR_NAME)
        == null) {
      heads.begun(context.getConnection());
    }
    return super.handleRead(context);
  }

  @Override
  protected boolean onHttpHeaderParsed(
      HttpHeader header, Buffer buffer, FilterChainContext context) {
    heads.done(context.getConnection());
    return super.onHttpHeaderParsed(header, buffer, context);
  }
}
