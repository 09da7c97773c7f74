package dev.parley.conformance.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A TCP proxy on the loopback address whose address stays while the server behind it changes, and
 * which can do to connections what networks do. Every new connection draws its fate from the
 * present {@link Weather}. Thread-safe.
 */
final class FaultyNetwork implements AutoCloseable {

  /** What the network does to a connection. */
  enum Kind {
    NONE,
    /** Every piece takes up to the fault's time. */
    DELAY,
    /** After the fault's bytes from the client, the connection is reset. */
    CUT_REQUEST,
    /** After the fault's bytes from the server, the connection is reset. */
    CUT_ANSWER,
    /**
     * After the fault's bytes nothing comes through any more, for the fault's time; then a reset.
     */
    HALF_OPEN,
    /** The connection is reset at once. */
    REFUSE
  }

  /**
   * The fate of one connection.
   *
   * @param bytes after how many it strikes
   * @param time of a delay or of a half-open state
   */
  record Fault(Kind kind, long bytes, Duration time) {
    static final Fault NONE = new Fault(Kind.NONE, 0, Duration.ZERO);
  }

  /** Draws the fate of the next connection. */
  @FunctionalInterface
  interface Weather {
    Weather CALM = random -> Fault.NONE;

    Fault next(Random random);
  }

  private static final System.Logger LOG = System.getLogger(FaultyNetwork.class.getName());
  private static final int PIECE = 16 * 1024;
  private static final int CONNECT_MS = 5_000;

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<Kind, AtomicLong> injected = new EnumMap<>(Kind.class);
  private final ReentrantLock drawing = new ReentrantLock();
  private final Random random;
  private final Map<Integer, AtomicLong> serverErrors = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Long> nextServerError = new CompletableFuture<>();
  private volatile InetSocketAddress upstream;
  private volatile Weather weather = Weather.CALM;

  /** Listens on a free port for connections to {@code server}. */
  FaultyNetwork(URI server, long seed) {
    random = new Random(seed);
    upstream = address(server);
    for (Kind kind : Kind.values()) {
      injected.put(kind, new AtomicLong());
    }
    try {
      listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where clients connect to. */
  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** New connections go here from now on. */
  void upstream(URI server) {
    upstream = address(server);
  }

  /** What happens to new connections from now on; the present ones keep their fate. */
  void weather(Weather now) {
    weather = now;
  }

  /** Resets a part of the present connections at this moment. */
  void cut(double share) {
    for (Link link : links) {
      if (draw(Random::nextDouble) < share) {
        struck(Kind.CUT_ANSWER);
        link.reset();
      }
    }
  }

  /** How often each kind of fault struck. */
  Map<Kind, Long> injected() {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    injected.forEach((kind, count) -> counts.put(kind, count.get()));
    counts.remove(Kind.NONE);
    return counts;
  }

  /** How many answers with a status of 500 or more went by, retries of clients included. */
  Map<Integer, Long> serverErrors() {
    Map<Integer, Long> counts = new TreeMap<>();
    serverErrors.forEach((status, count) -> counts.put(status, count.get()));
    return counts;
  }

  /** When the next such answer goes by ({@link System#nanoTime}). */
  CompletableFuture<Long> nextServerError() {
    nextServerError = new CompletableFuture<>();
    return nextServerError;
  }

  /** An answer begins a piece of its own: servers write its head at once. */
  private void look(byte[] piece, int length) {
    String start = new String(piece, 0, Math.min(length, 12), StandardCharsets.ISO_8859_1);
    if (start.matches("HTTP/1\\.1 5[0-9]{2}")) {
      serverErrors
          .computeIfAbsent(Integer.valueOf(start.substring(9)), any -> new AtomicLong())
          .incrementAndGet();
      nextServerError.complete(System.nanoTime());
    }
  }

  /** How many connections there are. */
  int open() {
    return links.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::reset);
    threads.shutdownNow();
  }

  private static InetSocketAddress address(URI server) {
    return new InetSocketAddress(server.getHost(), server.getPort());
  }

  private void struck(Kind kind) {
    injected.get(kind).incrementAndGet();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Fault fault = draw(weather::next);
        threads.execute(() -> connect(client, fault));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client, Fault fault) {
    Link link = new Link(client, new Socket(), fault);
    if (fault.kind() == Kind.REFUSE) {
      struck(Kind.REFUSE);
      link.reset();
      return;
    }
    try {
      client.setTcpNoDelay(true);
      link.server.setTcpNoDelay(true);
      link.server.connect(upstream, CONNECT_MS);
    } catch (IOException nobodyThere) {
      link.reset();
      return;
    }
    links.add(link);
    if (fault.kind() == Kind.DELAY) {
      struck(Kind.DELAY);
    }
    threads.execute(() -> link.pump(client, link.server, Kind.CUT_REQUEST));
    threads.execute(() -> link.pump(link.server, client, Kind.CUT_ANSWER));
  }

  /** Two sockets and what goes on between them. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private final Fault fault;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong frozen = new AtomicLong();
    private final AtomicInteger ended = new AtomicInteger();

    private Link(Socket client, Socket server, Fault fault) {
      this.client = client;
      this.server = server;
      this.fault = fault;
    }

    private void pump(Socket from, Socket to, Kind cutHere) {
      byte[] piece = new byte[PIECE];
      long total = 0;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          if (from == server) {
            look(piece, n);
          }
          boolean strikes = total + n > fault.bytes();
          if (fault.kind() == cutHere && strikes) {
            out.write(piece, 0, (int) Math.max(0, fault.bytes() - total));
            struck(cutHere);
            reset();
            return;
          }
          if (frozen.get() > 0 || (fault.kind() == Kind.HALF_OPEN && strikes)) {
            freeze();
            return;
          }
          if (fault.kind() == Kind.DELAY) {
            long most = fault.time().toMillis();
            long pause = draw(r -> r.nextLong(most + 1));
            Thread.sleep(pause);
          }
          out.write(piece, 0, n);
          total += n;
        }
        to.shutdownOutput();
        if (ended.incrementAndGet() == 2) {
          close();
        }
      } catch (IOException ended) {
        reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reset();
      }
    }

    private void freeze() throws InterruptedException {
      if (frozen.getAndIncrement() == 0) {
        struck(Kind.HALF_OPEN);
      }
      boolean before = over.await(fault.time().toMillis(), TimeUnit.MILLISECONDS);
      if (!before) {
        reset();
      }
    }

    /** Ends both sides without a goodbye. */
    private void reset() {
      for (Socket socket : new Socket[] {client, server}) {
        try {
          if (socket.isConnected() && !socket.isClosed()) {
            socket.setSoLinger(true, 0);
          }
        } catch (IOException alreadyGone) {
          LOG.log(System.Logger.Level.DEBUG, "Was closed already", alreadyGone);
        }
      }
      close();
    }

    private void close() {
      links.remove(this);
      over.countDown();
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException alreadyGone) {
          LOG.log(System.Logger.Level.DEBUG, "Was closed already", alreadyGone);
        }
      }
    }
  }

  /** One thread after the other, so that the same seed draws the same. */
  private <T> T draw(Function<Random, T> from) {
    drawing.lock();
    try {
      return from.apply(random);
    } finally {
      drawing.unlock();
    }
  }
}
