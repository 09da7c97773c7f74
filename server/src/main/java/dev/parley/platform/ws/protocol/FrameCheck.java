package dev.parley.platform.ws.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.platform.contract.Check;
import dev.parley.platform.contract.Findings;
import dev.parley.platform.contract.SchemaCompiler;
import dev.parley.platform.error.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds client frames against the contract. Immutable. */
public final class FrameCheck {
  private final Map<String, Check> checks = new TreeMap<>();
  private final Check id;

  /**
   * @param frames the bundled AsyncAPI document of the frames
   */
  public FrameCheck(JsonNode frames) {
    SchemaCompiler compiler = new SchemaCompiler(frames);
    id = compiler.compile(frames.at("/components/schemas/FrameId"));
    for (JsonNode message : frames.at("/components/messages")) {
      String type = message.path("name").asText();
      if (FramesClientMessage.TYPES.containsKey(type)) {
        checks.put(type, compiler.compile(message.path("payload")));
      }
    }
  }

  /** The id that an answer to a frame may carry: its own, if that can be one at all. */
  @Nullable String id(JsonNode frame) {
    Findings found = new Findings();
    id.check(frame.path("id"), "/id", found);
    return found.isEmpty() ? frame.path("id").textValue() : null;
  }

  /** Returns if the frame is one that the contract knows and keeps its schema. */
  void check(JsonNode frame, @Nullable String id) throws BadFrame {
    Check check = checks.get(frame.path("type").asText());
    if (check == null) {
      throw new BadFrame(
          ErrorCode.VALIDATION_ERROR,
          id,
          "/type must be one of " + String.join(", ", checks.keySet()));
    }
    Findings found = new Findings();
    check.check(frame, "", found);
    if (!found.isEmpty()) {
      throw new BadFrame(
          ErrorCode.VALIDATION_ERROR,
          id,
          found.list().stream()
              .map(violation -> violation.pointer() + " " + violation.message())
              .collect(Collectors.joining("; ")));
    }
  }
}
