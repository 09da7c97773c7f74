package dev.parley.platform.ws.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.platform.error.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Frames as JSON objects. Thread-safe. */
final class JsonText {
  private final ObjectMapper mapper;
  private final ObjectReader reader;

  JsonText(ObjectMapper mapper) {
    this.mapper = mapper;
    this.reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The object in a text frame. */
  JsonNode object(String text) throws BadFrame {
    JsonNode node;
    try {
      node = reader.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadFrame(ErrorCode.MALFORMED_REQUEST, null, "The frame is not JSON");
    }
    if (node == null || !node.isObject()) {
      throw new BadFrame(ErrorCode.MALFORMED_REQUEST, null, "The frame is not a JSON object");
    }
    return node;
  }

  String write(Members members) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator out = mapper.getFactory().createGenerator(text)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the members of one object. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator out) throws IOException;
  }
}
