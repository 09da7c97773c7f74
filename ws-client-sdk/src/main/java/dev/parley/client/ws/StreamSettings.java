package dev.parley.client.ws;

import java.time.Duration;

/**
 * How patient a connection and its subscriptions are.
 *
 * @param backoff the pauses between attempts to connect
 * @param connectTimeout how long a handshake may take, and then the server's welcome
 * @param answerTimeout how long joining a topic may go unanswered
 * @param patience how long a listener that makes no room may hold the others back
 * @param largestFrame the most characters that a frame may have
 */
record StreamSettings(
    Backoff backoff,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration patience,
    int largestFrame) {

  static StreamSettings defaults() {
    return new StreamSettings(
        new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30)),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        32 * 1024 * 1024);
  }

  StreamSettings with(Backoff other) {
    return new StreamSettings(other, connectTimeout, answerTimeout, patience, largestFrame);
  }

  StreamSettings with(Duration otherConnectTimeout) {
    return new StreamSettings(backoff, otherConnectTimeout, answerTimeout, patience, largestFrame);
  }
}
