package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.slf4j.MDC;

/**
 * The first and last to see a request: gives it its trace and scope, the common headers and its
 * place among the requests in progress, and hands it to the docs or to Jersey. Thread-safe.
 */
final class FrontDoor extends HttpHandler {
  private final HttpSettings settings;
  private final Cors cors;
  private final Problems problems;
  private final Map<String, HttpHandler> sites;
  private final HttpHandler api;
  private final Semaphore places;
  private final UnreadAnswers unread;
  private volatile boolean open;

  FrontDoor(
      HttpSettings settings,
      Problems problems,
      Map<String, HttpHandler> sites,
      HttpHandler api,
      UnreadAnswers unread) {
    this.settings = settings;
    this.cors = new Cors(settings.origins());
    this.problems = problems;
    this.sites = Map.copyOf(sites);
    this.api = api;
    this.places = new Semaphore(settings.concurrency(), true);
    this.unread = unread;
    // Grizzly would refuse a URI it cannot decode before a problem document can be made.
    setAllowEncodedSlash(true);
  }

  void open(boolean open) {
    this.open = open;
  }

  boolean isOpen() {
    return open;
  }

  @Override
  public void start() {
    super.start();
    sites.values().forEach(HttpHandler::start);
    api.start();
  }

  @Override
  public void destroy() {
    api.destroy();
    sites.values().forEach(HttpHandler::destroy);
    super.destroy();
  }

  @Override
  public void service(Request request, Response response) throws Exception {
    Connection<?> connection = request.getContext().getConnection();
    // What a client sent before it went, or was cut off, need not be done.
    if (connection.isOpen()) {
      answer(request, response);
    }
    if (connection.isOpen()) {
      response.finish();
      unread.settle(request.getContext());
    }
  }

  private void answer(Request request, Response response) throws IOException {
    RequestScope scope =
        new RequestScope(
            Traces.of(request.getHeader("traceparent")),
            request.getRequestURI(),
            settings.proxies().client(request.getRemoteAddr(), name -> lines(request, name)));
    scope.caller =
        scope.caller.withAgent(Objects.requireNonNullElse(request.getHeader("User-Agent"), ""));
    GatheredBody body = BodyGatherer.of(request.getRequest());
    scope.bodyRefusal = body.refusal();
    scope.hangUp = !body.isWhole();
    RequestScope.enter(scope);
    MDC.put("traceId", scope.traceId);
    try {
      commonHeaders(scope, request, response);
      serve(scope, request, response);
    } catch (IllegalArgumentException failure) {
      answer(scope, malformed(failure), response);
    } catch (Exception | Error failure) {
      // An Error too: Grizzly would send an empty 200.
      answer(scope, failure, response);
    } finally {
      body.release();
      if (scope.hangUp) {
        response.finish();
        request.getContext().getConnection().closeSilently();
      }
      MDC.clear();
      RequestScope.leave();
    }
  }

  private static List<String> lines(Request request, String header) {
    List<String> lines = new ArrayList<>();
    request.getHeaders(header).forEach(lines::add);
    return lines;
  }

  /** The body has been asked for, and is here. */
  @Override
  protected boolean sendAcknowledgment(Request request, Response response) throws IOException {
    return BodyGatherer.isContinue(request.getHeader("Expect"))
        || super.sendAcknowledgment(request, response);
  }

  private void serve(RequestScope scope, Request request, Response response) throws Exception {
    Paths.requirePlain(scope.path);
    if (cors.answered(request, response)) {
      return;
    }
    boolean health = scope.path.equals("/health") || scope.path.equals("/ready");
    if (!health && !open) {
      throw new AppException(ErrorCode.UNAVAILABLE, "The server is starting or stopping");
    }
    boolean counted = !health && enter();
    try {
      handler(scope.path).service(request, response);
    } finally {
      if (counted) {
        places.release();
      }
    }
  }

  private HttpHandler handler(String path) {
    for (Map.Entry<String, HttpHandler> site : sites.entrySet()) {
      if (path.equals(site.getKey()) || path.startsWith(site.getKey() + "/")) {
        return site.getValue();
      }
    }
    return api;
  }

  /**
   * Waits briefly for a place: the bound is on work in progress, since virtual threads are none.
   */
  private boolean enter() throws InterruptedException {
    if (!places.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AppException(
          ErrorCode.UNAVAILABLE, "The server is busy with " + settings.concurrency() + " requests");
    }
    return true;
  }

  private void commonHeaders(RequestScope scope, Request request, Response response) {
    response.setHeader("Date", FastHttpDateFormat.getCurrentDate());
    response.setHeader("X-Request-Id", scope.traceId);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    scope.cacheControl = value -> response.setHeader("Cache-Control", value);
    scope.cacheControl.accept("no-store");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    cors.headers(request, response);
  }

  private static AppException malformed(Exception failure) {
    return new AppException(ErrorCode.MALFORMED_REQUEST, "The request cannot be read", failure);
  }

  private void answer(RequestScope scope, Throwable failure, Response response) throws IOException {
    if (response.isCommitted() || !response.getRequest().getContext().getConnection().isOpen()) {
      return;
    }
    Problems.Answer answer = problems.of(scope, failure);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType(answer.mediaType());
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
