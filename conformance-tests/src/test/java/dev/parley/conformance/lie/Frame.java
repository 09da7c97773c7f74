package dev.parley.conformance.lie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A frame that the server sends (RFC 6455, section 5.2), not masked.
 *
 * @param first its first byte: end of message, opcode
 * @param raw what goes over the wire
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Frame(int first, byte[] payload, byte[] raw) {
  private static final int WHOLE_TEXT = 0x81;
  private static final int WHOLE_CLOSE = 0x88;
  private static final int SHORT = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  /** Reads the next one. */
  static Frame read(DataInputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    DataOutputStream copy = new DataOutputStream(raw);
    int first = in.readUnsignedByte();
    copy.writeByte(first);
    int length = in.readUnsignedByte();
    copy.writeByte(length);
    if (length == TWO_BYTES) {
      length = in.readUnsignedShort();
      copy.writeShort(length);
    } else if (length == EIGHT_BYTES) {
      long large = in.readLong();
      copy.writeLong(large);
      length = Math.toIntExact(large);
    }
    byte[] payload = in.readNBytes(length);
    copy.write(payload);
    return new Frame(first, payload, raw.toByteArray());
  }

  static Frame text(JsonNode json) {
    return of(WHOLE_TEXT, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Frame close(int code) {
    return of(WHOLE_CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  private static Frame of(int first, byte[] payload) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(raw)) {
      out.writeByte(first);
      if (payload.length <= SHORT) {
        out.writeByte(payload.length);
      } else if (payload.length <= 0xFFFF) {
        out.writeByte(TWO_BYTES);
        out.writeShort(payload.length);
      } else {
        out.writeByte(EIGHT_BYTES);
        out.writeLong(payload.length);
      }
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Frame(first, payload, raw.toByteArray());
  }

  boolean isText() {
    return first == WHOLE_TEXT;
  }

  boolean isClose() {
    return first == WHOLE_CLOSE;
  }

  /** What a text says. */
  JsonNode json() {
    try {
      return Contract.JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + Arrays.toString(payload), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
