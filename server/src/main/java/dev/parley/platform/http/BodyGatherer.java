package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the body of a request before anybody begins to work on it, so that a body that trickles
 * holds no thread and no place among the requests in progress. A body that came with its head
 * passes as it is. One that is late is answered here. Thread-safe.
 */
final class BodyGatherer extends BaseFilter implements AutoCloseable {
  private static final String GATHERED = BodyGatherer.class.getName();
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Map<Connection<?>, GatheredBody> gathering = new ConcurrentHashMap<>();
  private final BodyRoom room;
  private final Duration patience;
  private final Problems problems;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("body-timer").factory());

  /**
   * @param patience how long a body may take to arrive
   */
  BodyGatherer(BodyRoom room, Duration patience, Problems problems) {
    this.room = room;
    this.patience = patience;
    this.problems = problems;
  }

  /** Puts it right before the requests are served. */
  record Install(BodyGatherer gatherer) implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
      builder.add(builder.indexOfType(HttpServerFilter.class), gatherer);
    }
  }

  void start() {
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
  }

  /** The body of a request, if it had to be gathered. */
  static GatheredBody of(HttpRequestPacket request) {
    return request.getAttribute(GATHERED) instanceof GatheredBody body ? body : GatheredBody.NONE;
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    if (!(context.getMessage() instanceof HttpContent content)
        || !(content.getHttpHeader() instanceof HttpRequestPacket request)
        || request.isIgnoreContentModifiers()) {
      return context.getInvokeAction();
    }
    Connection<?> connection = context.getConnection();
    if (HttpContent.isBroken(content)) {
      // The codec has answered it.
      forget(connection);
      return context.getStopAction();
    }
    GatheredBody body = gathering.get(connection);
    if (body == null) {
      if (content.isLast() || !request.isExpectContent()) {
        return context.getInvokeAction();
      }
      body = new GatheredBody(room, request.getRequestURI(), System.nanoTime());
      gathering.put(connection, body);
      acknowledge(request, connection);
    }
    body.add(content.getContent());
    boolean last = content.isLast();
    content.recycle();
    if (!last && !body.isHopeless()) {
      return context.getStopAction();
    }
    if (!gathering.remove(connection, body)) {
      return context.getStopAction();
    }
    body.finish(last);
    request.setAttribute(GATHERED, body);
    context.setMessage(
        HttpContent.builder(request)
            .content(Buffers.wrap(context.getMemoryManager(), body.bytes(), 0, body.length()))
            .last(true)
            .build());
    return context.getInvokeAction();
  }

  /** Who waits to be told to send the body is told so. */
  private static void acknowledge(HttpRequestPacket request, Connection<?> connection) {
    if (request.requiresAcknowledgement() && isContinue(request.getHeader("Expect"))) {
      write(connection, CONTINUE, () -> {});
    }
  }

  /** Whether this is the one expectation that there is. */
  static boolean isContinue(@Nullable String expectation) {
    return "100-continue".equalsIgnoreCase(expectation);
  }

  @Override
  public NextAction handleClose(FilterChainContext context) {
    forget(context.getConnection());
    return context.getInvokeAction();
  }

  private void forget(Connection<?> connection) {
    GatheredBody body = gathering.remove(connection);
    if (body != null) {
      body.release();
    }
  }

  private void sweep() {
    long latest = System.nanoTime() - patience.toNanos();
    gathering.forEach(
        (connection, body) -> {
          if (body.since() - latest < 0 && gathering.remove(connection, body)) {
            body.release();
            AppException late =
                new AppException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The body did not arrive within " + patience.toSeconds() + " s");
            write(connection, problems.raw(body.path(), late), connection::closeSilently);
          }
        });
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // Grizzly writes to raw connections
  private static void write(Connection connection, byte[] bytes, Runnable then) {
    connection.write(
        Buffers.wrap(connection.getMemoryManager(), bytes),
        new EmptyCompletionHandler<WriteResult>() {
          @Override
          public void completed(WriteResult result) {
            then.run();
          }
        });
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
