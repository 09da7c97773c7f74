package dev.parley.platform.ws.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frames.ErrorFrame;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.GoingAwayFrame;
import dev.parley.contract.frames.HeartbeatFrame;
import dev.parley.contract.frames.LaggedFrame;
import dev.parley.contract.frames.PingFrame;
import dev.parley.contract.frames.PongFrame;
import dev.parley.contract.frames.ResyncRequiredFrame;
import dev.parley.contract.frames.SubscribeFrame;
import dev.parley.contract.frames.SubscribedFrame;
import dev.parley.contract.frames.TokenExpiringFrame;
import dev.parley.contract.frames.TopicSubscription;
import dev.parley.contract.frames.UnsubscribeFrame;
import dev.parley.contract.frames.UnsubscribedFrame;
import dev.parley.contract.frames.WelcomeFrame;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.hub.HubEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dialect of {@code /ws/events}: {@code {"t": kind, "p": content}} (T60, T65). */
public final class EventsCodec implements Codec {
  private static final int REFUSED = 4401;
  private static final int PROTOCOL_VERSION = 2;
  private static final int MAX_TOPICS = 100;

  private final JsonText json;
  private final DialectNames names;

  public EventsCodec(ObjectMapper mapper, DialectNames names) {
    this.json = new JsonText(mapper);
    this.names = names;
  }

  @Override
  public FramesClientMessage read(String text) throws BadFrame {
    JsonNode frame = json.object(text);
    JsonNode content = frame.path("p");
    return switch (frame.path("t").asText()) {
      case "subscription" -> subscription(content);
      case "request_snapshot" -> snapshots(content);
      case "ping" -> new PingFrame(null);
      default -> throw broken("t is subscription, request_snapshot or ping");
    };
  }

  private FramesClientMessage subscription(JsonNode content) throws BadFrame {
    List<String> topics = topics(content);
    return switch (content.path("action").asText()) {
      case "subscribe" ->
          new SubscribeFrame(
              null,
              topics.stream().map(topic -> new TopicSubscription(topic, false, null)).toList());
      case "unsubscribe" -> new UnsubscribeFrame(null, topics);
      default -> throw broken("p.action is subscribe or unsubscribe");
    };
  }

  /** A snapshot comes with a new subscription: the stream goes on exactly where it ends. */
  private FramesClientMessage snapshots(JsonNode content) throws BadFrame {
    return new SubscribeFrame(
        null,
        topics(content).stream().map(topic -> new TopicSubscription(topic, true, null)).toList());
  }

  private List<String> topics(JsonNode content) throws BadFrame {
    List<String> topics = new ArrayList<>();
    if (content.path("topic").isTextual()) {
      topics.add(names.original(content.path("topic").asText()));
    }
    for (JsonNode topic : content.path("topics")) {
      if (!topic.isTextual()) {
        throw broken("p.topics is a list of names");
      }
      topics.add(names.original(topic.asText()));
    }
    if (topics.isEmpty() || topics.size() > MAX_TOPICS) {
      throw broken("p.topics has 1 to " + MAX_TOPICS + " names");
    }
    return topics;
  }

  private static BadFrame broken(String expected) {
    return new BadFrame(ErrorCode.VALIDATION_ERROR, null, "Expected: " + expected);
  }

  @Override
  public @Nullable String write(FramesServerMessage frame) {
    return switch (frame) {
      case WelcomeFrame f -> ready(f);
      case SubscribedFrame f -> changed("subscribe", f.topic());
      case UnsubscribedFrame f -> changed("unsubscribe", f.topic());
      case ErrorFrame f -> error(f);
      case PongFrame f ->
          frame("pong", out -> out.writeStringField("timestamp", f.time().toString()));
      case LaggedFrame ignored -> null;
      case ResyncRequiredFrame ignored -> null;
      case HeartbeatFrame ignored -> null;
      case TokenExpiringFrame ignored -> null;
      case GoingAwayFrame ignored -> null;
    };
  }

  private String ready(WelcomeFrame welcome) {
    return frame(
        "server_ready",
        out -> {
          out.writeStringField("message", "Connected");
          out.writeStringField("connection_id", "ws_" + welcome.connectionId());
          out.writeNumberField("protocol_version", PROTOCOL_VERSION);
        });
  }

  private String error(ErrorFrame error) {
    return frame(
        "error",
        out -> {
          out.writeStringField("message", error.detail());
          out.writeStringField("code", error.code());
          out.writeBooleanField("recoverable", error.recoverable());
        });
  }

  @Override
  public String write(Snapshot snapshot) {
    return frame(
        names.topic(snapshot.topic()),
        out -> {
          out.writeStringField("event_type", "snapshot");
          out.writeStringField("timestamp", snapshot.time().toString());
          position(out, snapshot.position());
          out.writeFieldName("data");
          out.writeRawValue(snapshot.data());
        });
  }

  @Override
  public String write(HubEvent event, String topic) {
    String epoch = event.epoch();
    return frame(
        names.topic(topic),
        out -> {
          out.writeStringField("event_type", names.event(topic, event.type()));
          out.writeStringField("timestamp", event.time().toString());
          position(out, epoch == null ? null : new Position(epoch, event.seq()));
          out.writeFieldName("data");
          out.writeRawValue(event.data());
        });
  }

  private String changed(String action, String topic) {
    return frame(
        "subscription",
        out -> {
          out.writeStringField("action", action);
          out.writeArrayFieldStart("topics");
          out.writeString(names.topic(topic));
          out.writeEndArray();
        });
  }

  private static void position(JsonGenerator out, @Nullable Position position) throws IOException {
    if (position != null) {
      out.writeNumberField("seq", position.seq());
    }
  }

  private String frame(String kind, JsonText.Members content) {
    return json.write(
        out -> {
          out.writeStringField("t", kind);
          out.writeObjectFieldStart("p");
          content.write(out);
          out.writeEndObject();
        });
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
