package dev.parley.conformance.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux and the JVM's own tool know of a server process, seen from outside. */
final class ServerGauge {
  private static final Pattern HEAP = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
  private static final String ESTABLISHED = "01";

  private final long pid;

  ServerGauge(long pid) {
    this.pid = pid;
  }

  /** Whether this machine has what the gauge reads. */
  static boolean works() {
    return Files.isReadable(Path.of("/proc/self/net/tcp"));
  }

  /** Resident memory in KiB. */
  long residentKb() {
    return number("VmRSS:");
  }

  /** Threads that the system schedules; virtual ones are not among them. */
  long threads() {
    return number("Threads:");
  }

  private long number(String name) {
    return lines("/proc/" + pid + "/status")
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** Open file descriptors, sockets among them. */
  long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Used heap in KiB, garbage included; 0 if it could not be asked. */
  long heapKb() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.heap_info")
              .redirectErrorStream(true)
              .start();
      String told = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      jcmd.waitFor();
      Matcher used = HEAP.matcher(told.replaceAll("(?s)Metaspace.*", ""));
      long sum = 0;
      while (used.find()) {
        sum += Long.parseLong(used.group(1));
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The other ends of connections that the server has at this port and that are open both ways. */
  static Set<Integer> peers(int serverPort) {
    return states(serverPort, true);
  }

  /** The same, with those that the kernel keeps although the server has let go of them. */
  static Set<Integer> peersKept(int serverPort) {
    return states(serverPort, false);
  }

  private static Set<Integer> states(int serverPort, boolean establishedOnly) {
    Set<Integer> ports = new HashSet<>();
    for (String table : new String[] {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
      lines(table)
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(row -> port(row[1]) == serverPort)
          .filter(row -> !establishedOnly || row[3].equals(ESTABLISHED))
          .forEach(row -> ports.add(port(row[2])));
    }
    return ports;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
