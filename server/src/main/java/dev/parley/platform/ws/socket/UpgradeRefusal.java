package dev.parley.platform.ws.socket;

import java.util.Map;

/**
 * The answer to a request for a WebSocket that does not get one.
 *
 * @param status of HTTP, 400 to 499
 * @param headers beside those of the problem document
 * @param problem the document (RFC 9457)
 */
public record UpgradeRefusal(int status, Map<String, String> headers, String problem) {
  public UpgradeRefusal {
    headers = Map.copyOf(headers);
  }
}
