package dev.parley.platform.ws.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.FramesDispatcher;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.SnapshotEnvelope;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.hub.HubEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The protocol proper, {@code parley.v1}: flat frames told apart by {@code type}. */
public final class ParleyCodec implements Codec {
  private static final int REFUSED = 4401;

  private final ObjectMapper mapper;
  private final JsonText json;
  private final FrameCheck check;

  /**
   * @param check knows the schemas of client frames
   */
  public ParleyCodec(ObjectMapper mapper, FrameCheck check) {
    this.mapper = mapper;
    this.json = new JsonText(mapper);
    this.check = check;
  }

  @Override
  public FramesClientMessage read(String text) throws BadFrame {
    JsonNode frame = json.object(text);
    String id = check.id(frame);
    check.check(frame, id);
    try {
      return FramesDispatcher.parse(frame, mapper);
    } catch (JsonProcessingException e) {
      throw new BadFrame(ErrorCode.VALIDATION_ERROR, id, e.getOriginalMessage());
    }
  }

  @Override
  public String write(FramesServerMessage frame) {
    try {
      return mapper.writeValueAsString(frame);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String write(Snapshot snapshot) {
    return json.write(
        out -> {
          out.writeStringField("type", SnapshotEnvelope.TYPE);
          if (snapshot.id() != null) {
            out.writeStringField("id", snapshot.id());
          }
          content(out, snapshot.topic(), snapshot.position(), snapshot.time(), snapshot.data());
        });
  }

  @Override
  public String write(HubEvent event, String topic) {
    String epoch = event.epoch();
    Position position = epoch == null ? null : new Position(epoch, event.seq());
    return json.write(
        out -> {
          out.writeStringField("type", event.type());
          content(out, topic, position, event.time(), event.data());
        });
  }

  private static void content(
      JsonGenerator out, String topic, @Nullable Position position, Instant time, String data)
      throws IOException {
    out.writeStringField("topic", topic);
    if (position != null) {
      out.writeStringField("epoch", position.epoch());
      out.writeNumberField("seq", position.seq());
    }
    out.writeStringField("time", time.toString());
    out.writeFieldName("data");
    out.writeRawValue(data);
  }

  @Override
  public boolean renews() {
    return true;
  }

  @Override
  public boolean takesQueryToken() {
    return false;
  }

  @Override
  public int refusedCode() {
    return REFUSED;
  }
}
