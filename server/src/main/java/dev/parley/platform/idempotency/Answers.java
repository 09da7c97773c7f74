package dev.parley.platform.idempotency;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/**
 * A command's answer as JSON and back, exactly: records by their components, whatever methods they
 * have besides. This is storage, not the API's JSON. Thread-safe.
 */
public final class Answers {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** The type argument that a class gives to a generic ancestor: R of {@code Command<R>}. */
  public JavaType typeArgument(Class<?> type, Class<?> ancestor) {
    JavaType[] arguments =
        mapper.getTypeFactory().findTypeParameters(mapper.constructType(type), ancestor);
    return arguments.length == 1 ? arguments[0] : mapper.constructType(Object.class);
  }

  /**
   * @throws IllegalStateException when the answer could not be read back: its type is abstract, or
   *     something in it cannot be written
   */
  public String write(@Nullable Object answer, JavaType type) {
    if (type.isAbstract() && !type.isContainerType() && !type.isPrimitive()) {
      throw new IllegalStateException(
          "An answer that is kept for repeats needs a concrete type, not " + type.toCanonical());
    }
    try {
      return mapper.writerFor(type).writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write an answer of " + type.toCanonical(), e);
    }
  }

  public <R extends @Nullable Object> R read(String json, JavaType type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read an answer of " + type.toCanonical(), e);
    }
  }
}
