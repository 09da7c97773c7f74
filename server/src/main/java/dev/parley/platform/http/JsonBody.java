package dev.parley.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds the checked body to its record and writes answers; the one JSON path of the server.
 * Thread-safe.
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  private final ObjectMapper json;
  private final Map<Type, ObjectWriter> writers = new ConcurrentHashMap<>();

  JsonBody(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return true;
  }

  @Override
  public @Nullable Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    JsonNode body = RequestScope.current().body;
    if (body == null) {
      return null;
    }
    try {
      return json.treeToValue(body, json.constructType(generic));
    } catch (IllegalArgumentException e) {
      throw new AppException(ErrorCode.INTERNAL_ERROR, "The checked body does not bind", e);
    }
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type != byte[].class && type != String.class;
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    byte[] bytes =
        writers
            .computeIfAbsent(type, t -> json.writerFor(json.constructType(t)))
            .writeValueAsBytes(value);
    headers.putSingle("Content-Length", bytes.length);
    out.write(bytes);
  }
}
