package dev.parley.platform.outbox;

import dev.parley.platform.event.LogKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a NOTIFY carries: the sending node, then a line of {@code seq key} for each log that moved.
 * Only a hint; who hears it reads the log.
 */
record Signal(String node, Map<LogKey, Long> moved) {
  static final String CHANNEL = "parley_log";

  /** PostgreSQL takes payloads of less than 8000 bytes. */
  private static final int MAX_BYTES = 7000;

  /** As few payloads as hold all of it. */
  List<String> payloads() {
    List<String> payloads = new ArrayList<>();
    StringBuilder current = new StringBuilder(node);
    int bytes = node.length();
    for (Map.Entry<LogKey, Long> log : moved.entrySet()) {
      String line = "\n" + log.getValue() + ' ' + log.getKey();
      int size = line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > MAX_BYTES && bytes > node.length()) {
        payloads.add(current.toString());
        current = new StringBuilder(node);
        bytes = node.length();
      }
      current.append(line);
      bytes += size;
    }
    payloads.add(current.toString());
    return payloads;
  }

  static Signal parse(String payload) {
    Map<LogKey, Long> moved = new HashMap<>();
    String[] lines = payload.split("\n", -1);
    for (int i = 1; i < lines.length; i++) {
      int space = lines[i].indexOf(' ');
      LogKey key = LogKey.parse(lines[i].substring(space + 1));
      moved.merge(key, Long.valueOf(lines[i].substring(0, space)), Math::max);
    }
    return new Signal(lines[0], moved);
  }
}
