package dev.parley.conformance.lie;

import java.util.List;
import java.util.function.Function;

/**
 * One way of breaking the contract. What it does not touch it returns as it is, the same object;
 * the proxy passes that on byte by byte and knows by it whether the lie was told.
 */
interface Lie {
  /** What is lied about, and how. */
  String name();

  /** The request that the server gets to see. */
  default Message request(Message request) {
    return request;
  }

  /** The answer that the suite gets to see. */
  default Message answer(Message request, Message answer) {
    return answer;
  }

  /** Makes, for one socket, what the suite gets to see in place of a frame. */
  default Function<Frame, List<Frame>> frames() {
    return List::of;
  }
}
