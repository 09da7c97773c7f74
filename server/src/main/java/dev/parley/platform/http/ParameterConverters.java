package dev.parley.platform.http;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Makes instants of RFC 3339 parameters, whatever their offset. The text has been checked before.
 */
final class ParameterConverters implements ParamConverterProvider {
  @Override
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> raw, Type generic, Annotation[] annotations) {
    return raw == Instant.class ? converter(raw) : null;
  }

  private static <T> ParamConverter<T> converter(Class<T> raw) {
    return new ParamConverter<>() {
      @Override
      public @Nullable T fromString(@Nullable String value) {
        return value == null ? null : raw.cast(OffsetDateTime.parse(value).toInstant());
      }

      @Override
      public String toString(T value) {
        return value.toString();
      }
    };
  }
}
