package dev.parley.conformance.lie;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A man in the middle on the loopback address, for HTTP/1.1 and WebSocket. Without a lie every byte
 * passes as it is, {@code Host} included. Thread-safe; tells one lie at a time.
 */
final class Proxy implements AutoCloseable {
  private final URI server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile Telling telling = new Telling(null, new AtomicInteger());

  /** A lie, or none, and how often it was told. A connection keeps the one it began with. */
  private record Telling(@Nullable Lie lie, AtomicInteger told) {
    private <T> T noted(T before, T after) {
      if (before != after) {
        told.incrementAndGet();
      }
      return after;
    }

    Message request(Message request) {
      return lie == null ? request : noted(request, lie.request(request));
    }

    Message answer(Message request, Message answer) {
      return lie == null ? answer : noted(answer, lie.answer(request, answer));
    }

    Function<Frame, List<Frame>> frames() {
      return lie == null ? List::of : lie.frames();
    }
  }

  /**
   * @param server the base URL of the server, {@code http://…}
   */
  Proxy(URI server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  /** Where the suite finds the server, as it believes. */
  URI url() {
    return URI.create(
        "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort());
  }

  /** Lies from here on, or speaks the truth. Counting starts anew. */
  void tell(Optional<Lie> next) {
    failures.clear();
    telling = new Telling(next.orElse(null), new AtomicInteger());
  }

  /** How often it lied since {@link #tell}. */
  int told() {
    return telling.told().get();
  }

  /** What went wrong in the proxy itself since {@link #tell}; a connection that ends is not it. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("proxy-client").start(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          failures.add(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      MessageReader requests = new MessageReader(in);
      boolean more = true;
      while (more) {
        Optional<Message> request = requests.request();
        more = request.isPresent() && exchange(client, in, request.get());
      }
    } catch (IOException gone) {
      // Either side may leave at any time.
      open.remove(client);
    } catch (RuntimeException | Error e) {
      failures.add(e);
    } finally {
      open.remove(client);
    }
  }

  /** One request and its answer, over a connection of its own; false if the client's ends here. */
  private boolean exchange(Socket client, InputStream in, Message request) throws IOException {
    Telling now = telling;
    Message asked = now.request(request);
    try (Socket upstream = connect()) {
      upstream.getOutputStream().write(asked.bytes());
      InputStream back = new BufferedInputStream(upstream.getInputStream());
      Message answer = new MessageReader(back).answer(asked.method());
      Message given = now.answer(request, answer);
      client.getOutputStream().write(given.bytes());
      if (answer.status() == 101) {
        relay(client, in, upstream, back, now);
        return false;
      }
      // What the suite was told counts: it keeps a connection that was not said to end.
      return !request.says("Connection", "close") && !given.says("Connection", "close");
    }
  }

  private Socket connect() throws IOException {
    try {
      Socket upstream = new Socket(server.getHost(), server.getPort());
      upstream.setTcpNoDelay(true);
      return upstream;
    } catch (IOException unreachable) {
      failures.add(unreachable);
      throw unreachable;
    }
  }

  private void relay(
      Socket client, InputStream in, Socket upstream, InputStream back, Telling now) {
    open.add(upstream);
    Thread out = Thread.ofVirtual().name("proxy-out").start(() -> copy(in, upstream));
    try {
      frames(new DataInputStream(back), client.getOutputStream(), now);
    } catch (IOException gone) {
      // The server has closed, or the client has left.
      open.remove(upstream);
    } finally {
      close(upstream);
      close(client);
      open.remove(upstream);
    }
    try {
      out.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void frames(DataInputStream from, OutputStream to, Telling now)
      throws IOException {
    Function<Frame, List<Frame>> change = now.frames();
    while (true) {
      Frame frame = Frame.read(from);
      List<Frame> given = change.apply(frame);
      if (!given.equals(List.of(frame))) {
        now.told().incrementAndGet();
      }
      for (Frame each : given) {
        to.write(each.raw());
      }
    }
  }

  private static void copy(InputStream from, Socket to) {
    try {
      from.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // One side has left; the other must hear of it.
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, and every connection through it. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Proxy::close);
  }
}
