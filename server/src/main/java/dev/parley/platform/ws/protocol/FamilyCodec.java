package dev.parley.platform.ws.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.PingFrame;
import dev.parley.contract.frames.PongFrame;
import dev.parley.contract.frames.SubscribeFrame;
import dev.parley.contract.frames.TopicSubscription;
import dev.parley.contract.frames.UnsubscribeFrame;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.ws.hub.HubEvent;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of {@code /ws}: {@code {"action","topic"}} in and {@code {"topic","event","data"}}
 * out (F30). It knows no other frames: what it has no words for, the client does not hear.
 */
public final class FamilyCodec implements Codec {
  private static final int REFUSED = 4001;

  private final ObjectMapper mapper;
  private final JsonText json;
  private final DialectNames names;

  public FamilyCodec(ObjectMapper mapper, DialectNames names) {
    this.mapper = mapper;
    this.json = new JsonText(mapper);
    this.names = names;
  }

  @Override
  public FramesClientMessage read(String text) throws BadFrame {
    JsonNode frame = json.object(text);
    return switch (frame.path("action").asText()) {
      case "ping" -> new PingFrame(null);
      case "subscribe" ->
          new SubscribeFrame(null, List.of(new TopicSubscription(topic(frame), false, null)));
      case "unsubscribe" -> new UnsubscribeFrame(null, List.of(topic(frame)));
      default ->
          throw new BadFrame(
              ErrorCode.VALIDATION_ERROR, null, "action is subscribe, unsubscribe or ping");
    };
  }

  private String topic(JsonNode frame) throws BadFrame {
    if (!frame.path("topic").isTextual()) {
      throw new BadFrame(ErrorCode.VALIDATION_ERROR, null, "topic is a name");
    }
    return names.original(frame.path("topic").asText());
  }

  @Override
  public @Nullable String write(FramesServerMessage frame) {
    return frame instanceof PongFrame
        ? json.write(out -> out.writeStringField("action", "pong"))
        : null;
  }

  @Override
  public @Nullable String write(Snapshot snapshot) {
    return null;
  }

  @Override
  public String write(HubEvent event, String topic) {
    UUID user = event.userId();
    String payload = payload(event);
    return json.write(
        out -> {
          out.writeStringField("topic", names.topic(topic));
          out.writeStringField("event", names.event(topic, event.type()));
          out.writeObjectFieldStart("data");
          out.writeStringField("entity_id", event.entityId());
          out.writeFieldName("payload");
          out.writeRawValue(payload);
          out.writeStringField("user_id", user == null ? null : user.toString());
          out.writeStringField("timestamp", event.time().toString());
          out.writeEndObject();
        });
  }

  /** The resource alone: what the dialect says elsewhere is taken out. */
  private String payload(HubEvent event) {
    try {
      JsonNode data = mapper.readTree(event.data());
      if (!(data instanceof ObjectNode members)) {
        return event.data();
      }
      members.remove(List.of("entityId", "userId"));
      return members.size() == 1
          ? mapper.writeValueAsString(members.elements().next())
          : mapper.writeValueAsString(members);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean renews() {
    return false;
  }

  @Override
  public boolean takesQueryToken() {
    return true;
  }

  @Override
  public int refusedCode() {
    return REFUSED;
  }
}
