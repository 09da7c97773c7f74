package dev.parley.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on the loopback that answers byte by byte what a test scripted, one script a request,
 * and breaks connections as the scripts say. The last script serves all further requests.
 */
final class FaultyServer implements AutoCloseable {

  /** What becomes of a request once it was read. */
  interface Script {
    void run(Socket socket, OutputStream out) throws IOException, InterruptedException;
  }

  /** Head and whole body. */
  static Script answer(int status, String headers, String body) {
    return (socket, out) -> out.write(message(status, headers, body.length(), body));
  }

  /** The head promises more than comes before the connection is reset. */
  static Script cutMidBody() {
    return (socket, out) -> {
      out.write(message(200, "Content-Type: application/json\r\n", 1000, "{\"id\":\"0193"));
      out.flush();
      reset(socket);
    };
  }

  /** The connection is reset instead of an answer. */
  static Script cut() {
    return (socket, out) -> reset(socket);
  }

  /** The head, some of the body, and then silence. */
  static Script stall() {
    return (socket, out) -> {
      out.write(message(200, "Content-Type: application/json\r\n", 1000, "{"));
      out.flush();
      hang().run(socket, out);
    };
  }

  /** No answer; ends when the client does. */
  static Script hang() {
    return (socket, out) -> {
      int end = socket.getInputStream().read();
      throw new EOFException("the client sent " + end);
    };
  }

  private final ServerSocket listener;
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final List<String> heads = new CopyOnWriteArrayList<>();
  final List<String> gone = new CopyOnWriteArrayList<>();

  FaultyServer(Script... scripts) {
    this.scripts.addAll(List.of(scripts));
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String head = head(in);
        heads.add(head);
        Script script = scripts.size() > 1 ? scripts.poll() : scripts.peek();
        script.run(socket, socket.getOutputStream());
      }
    } catch (IOException e) {
      gone.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("closed by the client");
      }
      head.append((char) c);
    }
    String text = head.toString();
    int length = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    if (length >= 0) {
      int end = text.indexOf('\r', length);
      in.readNBytes(Integer.parseInt(text.substring(length + 16, end)));
    }
    return text;
  }

  private static byte[] message(int status, String headers, int length, String body) {
    return ("HTTP/1.1 "
            + status
            + " x\r\n"
            + headers
            + "Content-Length: "
            + length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
