package dev.parley.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A successful answer with what stands around its body.
 *
 * @param status the HTTP status, 200 to 299
 * @param headers the response headers; names in lower case
 * @param body what the operation answers; null where that is nothing
 */
public record ApiResponse<T>(int status, Map<String, List<String>> headers, T body) {

  /** The first value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }

  /** The version of the resource, to be sent as {@code If-Match}. */
  public Optional<String> etag() {
    return header("ETag");
  }

  /** The path of the resource that was made. */
  public Optional<String> location() {
    return header("Location");
  }

  /** Where the topic that tells of this resource stood at the moment of the read. */
  public Optional<StreamPosition> streamPosition() {
    return header("Stream-Position").map(StreamPosition::parse);
  }

  /** Names the request in the server's log. */
  public Optional<String> requestId() {
    return header("X-Request-Id");
  }

  /** What is left of the budget that the call was counted against. */
  public Optional<RateLimit> rateLimit() {
    return header("RateLimit").flatMap(RateLimit::parse);
  }
}
