package dev.parley.client;

/**
 * A place in the log of one topic. Subscribing after it misses nothing and sees nothing twice.
 *
 * @param topic the topic, such as {@code orders}
 * @param epoch names one life of the log; a {@code seq} means nothing in another
 * @param seq the number of the last event that is known; 0 is before the first
 */
public record StreamPosition(String topic, String epoch, long seq) {

  /**
   * Reads a {@code Stream-Position} header, {@code orders;epoch=…;seq=…}.
   *
   * @throws IllegalArgumentException if the text has another shape
   */
  public static StreamPosition parse(String header) {
    String epoch = null;
    String seq = null;
    String[] parts = header.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.startsWith("epoch=")) {
        epoch = part.substring("epoch=".length());
      } else if (part.startsWith("seq=")) {
        seq = part.substring("seq=".length());
      }
    }
    if (epoch == null || seq == null || !seq.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "Stream-Position is '" + header + "', expected <topic>;epoch=<epoch>;seq=<number>");
    }
    return new StreamPosition(parts[0].strip(), epoch, Long.parseLong(seq));
  }
}
