package dev.parley.platform.ws;

import dev.parley.platform.security.Principal;
import java.util.Map;
import java.util.Objects;

/**
 * Somebody asks for a topic whose scope they hold.
 *
 * @param topic as it stands on the wire ({@code candles:BTC-USD:1m})
 * @param params the values of the topic's parameters ({@code symbol}, {@code interval}); their
 *     shape has been checked against the contract
 */
public record TopicRequest(String topic, Map<String, String> params, Principal principal) {
  public TopicRequest {
    Objects.requireNonNull(topic, "topic");
    params = Map.copyOf(params);
    Objects.requireNonNull(principal, "principal");
  }
}
