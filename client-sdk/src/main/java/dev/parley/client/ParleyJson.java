package dev.parley.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.client.transport.WireValue;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * JSON as the contracts write it: decimals are plain strings, instants RFC 3339 in UTC, properties
 * this SDK does not know are passed over.
 */
public final class ParleyJson {
  private ParleyJson() {}

  /** A mapper for the values in {@code dev.parley.client.model}; thread-safe, the caller's own. */
  public static ObjectMapper newMapper() {
    SimpleModule values = new SimpleModule("parley");
    values.addSerializer(new PlainDecimal());
    values.addSerializer(new KnownConstant());
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(values)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }

  private static final class PlainDecimal extends StdSerializer<BigDecimal> {
    private static final long serialVersionUID = 1L;

    PlainDecimal() {
      super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toPlainString());
    }
  }

  /**
   * Constants as the contract spells them, save the one that stands for those it has not heard of.
   */
  private static final class KnownConstant extends StdSerializer<WireValue> {
    private static final long serialVersionUID = 1L;

    KnownConstant() {
      super(WireValue.class);
    }

    @Override
    public void serialize(WireValue constant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (constant.value().isEmpty()) {
        throw InvalidDefinitionException.from(
            out, constant.getClass().getSimpleName() + "." + constant + " cannot be sent");
      }
      out.writeString(constant.value());
    }
  }
}
