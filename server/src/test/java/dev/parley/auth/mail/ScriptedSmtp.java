package dev.parley.auth.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that answers each command as a test says, a good server's way otherwise. */
public final class ScriptedSmtp implements AutoCloseable {
  /** An answer that never comes. */
  public static final String SILENCE = "";

  private final ServerSocket server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  public ScriptedSmtp() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Answers a command so from now on: {@code RCPT}, {@code DATA}, {@code .} for the letter. */
  public void answer(String command, String answer) {
    answers.put(command, answer);
  }

  public void behave() {
    answers.clear();
  }

  /** The letters that were taken, head and text. */
  public List<String> letters() {
    return letters;
  }

  /** The commands that came, without what followed them. */
  List<String> commands() {
    return commands;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      say(socket, answers.getOrDefault("CONNECT", "220 scripted"));
      String line;
      while ((line = in.readLine()) != null) {
        String command = line.split("[ :]")[0].toUpperCase(java.util.Locale.ROOT);
        commands.add(command);
        String usual =
            switch (command) {
              case "DATA" -> "354 go on";
              case "QUIT" -> "221 bye";
              default -> "250 good";
            };
        String answer = answers.getOrDefault(command, usual);
        say(socket, answer);
        if (command.equals("DATA") && answer.startsWith("354")) {
          StringBuilder letter = new StringBuilder();
          while ((line = in.readLine()) != null && !line.equals(".")) {
            letter.append(line).append('\n');
          }
          String taken = answers.getOrDefault(".", "250 taken");
          if (taken.startsWith("250")) {
            letters.add(letter.toString());
          }
          say(socket, taken);
        }
      }
    } catch (IOException gone) {
      // The other side ended it.
    }
  }

  private static void say(Socket socket, String answer) throws IOException {
    if (!answer.equals(SILENCE)) {
      socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
