package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.ws.Messages.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the frames of one {@code parley.v1} socket against the contract: a known type, its schema,
 * and what the contract says of their order and content ({@link StreamCheck}, {@link
 * ContentCheck}). Used by one socket.
 */
public final class FrameCheck implements Function<JsonNode, List<String>> {
  private final Coverage coverage;
  private final StreamCheck stream;
  private final ContentCheck content;

  /** For a socket whose user is not known beforehand. */
  public FrameCheck(Coverage coverage) {
    this(coverage, Optional.empty());
  }

  /**
   * @param user whose events alone may come on topics of one's own
   */
  public FrameCheck(Coverage coverage, Optional<String> user) {
    this.coverage = coverage;
    this.stream = new StreamCheck(coverage);
    this.content = new ContentCheck(user);
  }

  @Override
  public List<String> apply(JsonNode frame) {
    Optional<Message> message = Messages.of(frame);
    if (message.isEmpty()) {
      return List.of("no contract has this type on this topic");
    }
    List<String> found = new ArrayList<>(message.get().check(frame));
    if (found.isEmpty()) {
      stream.check(frame, message.get(), found);
      content.check(frame, message.get(), found);
    }
    if (found.isEmpty()) {
      coverage.message(message.get().document(), message.get().key());
    }
    return found;
  }
}
