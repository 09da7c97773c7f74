package dev.parley.platform.page;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The key of the last item of a page, as an opaque text that leads to the page after it. It is
 * bound to its list, filters and order included, by a checksum: a cursor that was altered, made up
 * or taken from another list is refused with {@code INVALID_CURSOR} (400). It holds nothing secret
 * and opens nothing: the list it continues is filtered by its owner as ever, so no key is needed.
 *
 * <pre>
 *   text = base64url( checksum[8] , key parts joined by NUL in UTF-8 )
 *   checksum = first 8 bytes of SHA-256( list , NUL , key parts )
 * </pre>
 */
public final class Cursor {
  private static final int CHECK_BYTES = 8;
  private static final char SEPARATOR = '\0';

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final List<String> parts;

  private Cursor(List<String> parts) {
    this.parts = parts;
  }

  /**
   * @param list name of the list, with filters and order: pages of another one have other cursors
   * @param key what the list is ordered by, unique within it
   */
  public static String of(String list, Object... key) {
    List<String> parts = new ArrayList<>();
    for (Object part : key) {
      parts.add(part.toString());
    }
    byte[] payload = String.join(String.valueOf(SEPARATOR), parts).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(CHECK_BYTES + payload.length);
    bytes.put(check(list, payload)).put(payload);
    return encode(bytes.array());
  }

  /**
   * Reads a cursor back.
   *
   * @param text what the client sent; null for the first page
   * @param list as given to {@link #of}
   * @return null for the first page
   * @throws AppException INVALID_CURSOR if it is none of this list
   */
  public static @Nullable Cursor parse(@Nullable String text, String list) {
    if (text == null) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw invalid();
    }
    if (bytes.length < CHECK_BYTES || !encode(bytes).equals(text)) {
      throw invalid();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] checksum = new byte[CHECK_BYTES];
    buffer.get(checksum);
    byte[] payload = new byte[buffer.remaining()];
    buffer.get(payload);
    if (!MessageDigest.isEqual(checksum, check(list, payload))) {
      throw invalid();
    }
    String joined = new String(payload, StandardCharsets.UTF_8);
    return new Cursor(List.of(joined.split(String.valueOf(SEPARATOR), -1)));
  }

  public String text(int part) {
    return part(part, text -> text);
  }

  public Instant instant(int part) {
    return part(
        part,
        text -> {
          Instant instant = Instant.parse(text);
          if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("a time that the database does not keep");
          }
          return instant;
        });
  }

  public UUID uuid(int part) {
    return part(part, UUID::fromString);
  }

  public long number(int part) {
    return part(part, Long::parseLong);
  }

  /** The checksum has no key, so a part may still be anything. */
  private <T> T part(int index, Function<String, T> parse) {
    try {
      return parse.apply(parts.get(index));
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw invalid();
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] check(String list, byte[] payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(list.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) SEPARATOR);
      digest.update(payload);
      return Arrays.copyOf(digest.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static AppException invalid() {
    String detail = "The cursor was not answered by this list with these filters";
    List<Violation> where =
        List.of(
            new Violation("query/cursor", "invalid_cursor", "expected a nextCursor of this list"));
    return new AppException(ErrorCode.INVALID_CURSOR, detail, where);
  }
}
