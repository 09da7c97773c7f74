package dev.parley.platform.http;

import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Grizzly's codec, save that an upgrade to anything but WebSocket is not one: the JDK's client asks
 * for {@code h2c} on every cleartext POST, and Grizzly would take its body for the new protocol and
 * wait (RFC 9110, 7.8: a server may ignore Upgrade).
 */
final class HttpCodec extends HttpServerFilter {
  private HttpCodec(NetworkListener listener) {
    super(
        listener.isChunkingEnabled(),
        listener.getMaxHttpHeaderSize(),
        null,
        listener.getKeepAlive(),
        null,
        listener.getMaxRequestHeaders(),
        listener.getMaxResponseHeaders());
  }

  /** Puts this codec in the place of Grizzly's. */
  static final class Install implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
      builder.set(builder.indexOfType(HttpServerFilter.class), new HttpCodec(listener));
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
}
