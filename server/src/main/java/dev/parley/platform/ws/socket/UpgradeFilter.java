package dev.parley.platform.ws.socket;

import dev.parley.platform.net.TrustedProxies;
import dev.parley.platform.security.PresentedCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Takes WebSocket upgrades out of the HTTP chain before any HTTP handler sees them, and everything
 * that comes on an upgraded connection. Upgrades of paths nobody serves go on to the HTTP handlers.
 */
final class UpgradeFilter extends GrizzlyServerFilter {
  private static final ThreadLocal<@Nullable Pending> PENDING = new ThreadLocal<>();
  private static final Attribute<Boolean> UPGRADED =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(UpgradeFilter.class.getName());

  private final Predicate<String> paths;
  private final Function<HttpRequestPacket, Optional<UpgradeRefusal>> refusal;

  /**
   * @param paths that are served
   * @param refusal what to answer an upgrade that is refused, else nothing
   */
  UpgradeFilter(
      ServerContainer container,
      Predicate<String> paths,
      Function<HttpRequestPacket, Optional<UpgradeRefusal>> refusal) {
    super(container, "");
    this.paths = paths;
    this.refusal = refusal;
  }

  /** What the upgrade of this thread presents, from its headers as they came. */
  static PresentedCredentials presented() {
    return PresentedCredentials.of(lines(pending().request()));
  }

  /** The address of the client of the upgrade of this thread. */
  static String client(TrustedProxies proxies) {
    HttpRequestPacket request = pending().request();
    return proxies.client(request.getRemoteAddress(), lines(request));
  }

  private static Function<String, List<String>> lines(HttpRequestPacket request) {
    MimeHeaders headers = request.getHeaders();
    return name -> StreamSupport.stream(headers.values(name).spliterator(), false).toList();
  }

  private static Pending pending() {
    Pending pending = PENDING.get();
    if (pending == null) {
      throw new IllegalStateException("No connection is being upgraded on this thread");
    }
    return pending;
  }

  /** The wire of the connection that this thread is just upgrading; taken once. */
  static Wire takeWire() {
    Pending pending = pending();
    UPGRADED.set(pending.context().getConnection(), true);
    return new GrizzlyWire(pending.context().getConnection());
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    if (UPGRADED.get(context.getConnection()) != null) {
      return frames(context);
    }
    if (!(context.getMessage() instanceof HttpContent content)
        || !(content.getHttpHeader() instanceof HttpRequestPacket request)
        || !UpgradeRequest.WEBSOCKET.equalsIgnoreCase(request.getUpgrade())) {
      return super.handleRead(context);
    }
    if (!paths.test(request.getRequestURI())) {
      return context.getInvokeAction();
    }
    Optional<UpgradeRefusal> refused = refusal.apply(request);
    if (refused.isPresent()) {
      refuse(context, request.getResponse(), refused.get());
      return context.getStopAction();
    }
    PENDING.set(new Pending(context, request));
    try {
      return super.handleRead(context);
    } finally {
      PENDING.remove();
    }
  }

  /**
   * What comes on an upgraded connection. Once that has been closed, from whichever side, Tyrus
   * knows it no more and would take frames that were under way for a handshake.
   */
  private NextAction frames(FilterChainContext context) throws IOException {
    if (!context.getConnection().isOpen()) {
      return context.getStopAction();
    }
    try {
      return super.handleRead(context);
    } catch (RuntimeException e) {
      if (context.getConnection().isOpen()) {
        throw e;
      }
      return context.getStopAction();
    }
  }

  private static void refuse(
      FilterChainContext context, HttpResponsePacket response, UpgradeRefusal refused) {
    // It stays HTTP: the codec writes the headers of a body that it otherwise leaves out.
    response.getRequest().setIgnoreContentModifiers(false);
    response.setIgnoreContentModifiers(false);
    HttpStatus.getHttpStatus(refused.status()).setValues(response);
    refused.headers().forEach(response::setHeader);
    response.setContentType("application/problem+json");
    response.setHeader("Connection", "close");
    var body = Buffers.wrap(context.getMemoryManager(), refused.problem());
    response.setContentLength(body.remaining());
    HttpContent answer = HttpContent.builder(response).content(body).last(true).build();
    context.write(
        answer,
        new EmptyCompletionHandler<WriteResult>() {
          @Override
          public void completed(WriteResult result) {
            context.getConnection().closeSilently();
          }
        });
  }

  private record Pending(FilterChainContext context, HttpRequestPacket request) {}
}
