package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.ChunkedTransferEncoding;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.TransferEncoding;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Grizzly's codec with a limit on how long a head may take and with {@link HeadRules} on how it is
 * spelt, save that an upgrade to anything but WebSocket is not one: the JDK's client asks for
 * {@code h2c} on every cleartext POST, and Grizzly would take its body for the new protocol and
 * wait (RFC 9110, 7.8: a server may ignore Upgrade).
 */
final class HttpCodec extends HttpServerFilter {
  private static final String HEAD = HttpCodec.class.getName() + ".head";
  private static final String FAILURE = HttpCodec.class.getName() + ".failure";

  /** Stands for the path of a request that could not be read. */
  private static final String UNREAD = "/";

  private static final int MAX_TRAILERS = 8 * 1024;

  private final HeadTimer heads;
  private final Problems problems;

  private HttpCodec(NetworkListener listener, HeadTimer heads, Problems problems) {
    super(
        listener.isChunkingEnabled(),
        listener.getMaxHttpHeaderSize(),
        null,
        listener.getKeepAlive(),
        null,
        listener.getMaxRequestHeaders(),
        listener.getMaxResponseHeaders());
    this.heads = heads;
    this.problems = problems;
    for (TransferEncoding encoding : getTransferEncodings()) {
      if (encoding instanceof ChunkedTransferEncoding) {
        removeTransferEncoding(encoding);
      }
    }
    addTransferEncoding(new StrictChunks(MAX_TRAILERS));
    // A GET or DELETE may have a body, which nobody looks at.
    setAllowPayloadForUndefinedHttpMethods(true);
  }

  /** Puts this codec in the place of Grizzly's. */
  record Install(HeadTimer heads, Problems problems) implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
      builder.set(
          builder.indexOfType(HttpServerFilter.class), new HttpCodec(listener, heads, problems));
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
  protected boolean decodeHttpPacket(
      FilterChainContext context, HttpPacketParsing packet, Buffer input) {
    int begin = input.position();
    // As it came: Grizzly unfolds folded lines within the buffer.
    StringBuilder head = head((HttpRequestPacket) packet);
    int seen = begin + head.length();
    int end = Math.min(input.limit(), begin + maxHeadersSize);
    if (seen < end) {
      head.append(input.toStringContent(StandardCharsets.ISO_8859_1, seen, end));
    }
    boolean whole = super.decodeHttpPacket(context, packet, input);
    if (whole) {
      HeadRules.check(head.substring(0, Math.min(input.position() - begin, head.length())));
    }
    return whole;
  }

  private static StringBuilder head(HttpRequestPacket request) {
    if (request.getAttribute(HEAD) instanceof StringBuilder begun) {
      return begun;
    }
    StringBuilder head = new StringBuilder();
    request.setAttribute(HEAD, head);
    return head;
  }

  @Override
  protected boolean onHttpHeaderParsed(
      HttpHeader header, Buffer buffer, FilterChainContext context) {
    heads.done(context.getConnection());
    boolean refused = super.onHttpHeaderParsed(header, buffer, context);
    if (header.getProtocol() != Protocol.HTTP_1_1 && header.getProtocol() != Protocol.HTTP_1_0) {
      HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505.setValues(
          ((HttpRequestPacket) header).getResponse());
      return true;
    }
    return refused;
  }

  @Override
  protected void onHttpHeaderError(HttpHeader header, FilterChainContext context, Throwable failure)
      throws IOException {
    heads.done(context.getConnection());
    // Whatever it said it is, or did not get to say, the answer is HTTP/1.1.
    header.setProtocol(Protocol.HTTP_1_1);
    ((HttpRequestPacket) header).setAttribute(FAILURE, failure);
    super.onHttpHeaderError(header, context, failure);
  }

  @Override
  protected void onHttpContentError(
      HttpHeader header, FilterChainContext context, Throwable failure) throws IOException {
    ((HttpRequestPacket) header).setAttribute(FAILURE, failure);
    super.onHttpContentError(header, context, failure);
  }

  /** The problem of a request that cannot be read; there is none for an unknown version of HTTP. */
  @Override
  protected HttpContent customizeErrorResponse(HttpResponsePacket response) {
    if (response.getStatus() != HttpStatus.BAD_REQUEST_400.getStatusCode()) {
      return super.customizeErrorResponse(response);
    }
    Object failure = response.getRequest().getAttribute(FAILURE);
    RequestScope scope = new RequestScope(Traces.of(null), UNREAD, "");
    Problems.Answer answer = problems.of(scope, known(failure));
    response.setContentType(Problems.MEDIA_TYPE);
    response.setHeader("X-Request-Id", scope.traceId);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(answer.body().length);
    return HttpContent.builder(response)
        .content(Buffers.wrap(null, answer.body()))
        .last(true)
        .build();
  }

  private static AppException known(@Nullable Object failure) {
    return failure instanceof AppException known
        ? known
        : new AppException(ErrorCode.MALFORMED_REQUEST, "The request cannot be read");
  }
}
