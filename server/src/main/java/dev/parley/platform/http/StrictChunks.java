package dev.parley.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.ChunkedTransferEncoding;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.glassfish.grizzly.http.HttpCodecFilter.ContentParsingState;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.ParsingResult;
import org.glassfish.grizzly.http.TransferEncoding;

/**
 * Grizzly's chunks, save that what stands between two of them has to be there as a whole and spelt
 * as RFC 9112, 7.1 has it: CRLF, a hexadecimal number, CRLF. Grizzly skips whatever follows the
 * data of a chunk up to the next line feed, in which a request could hide. Stateless.
 */
final class StrictChunks implements TransferEncoding {
  private static final int LONGEST_HEADER = 14;
  private static final Pattern FIRST = Pattern.compile("[0-9A-Fa-f]{1,8}\r\n");
  private static final Pattern NEXT = Pattern.compile("\r\n[0-9A-Fa-f]{1,8}\r\n");
  private static final Pattern LAST = Pattern.compile("(?:\r\n)?0+\r\n");

  private final TransferEncoding grizzly;
  private final int maxTrailers;

  StrictChunks(int maxTrailers) {
    this.grizzly = new ChunkedTransferEncoding(maxTrailers);
    this.maxTrailers = maxTrailers;
  }

  @Override
  public ParsingResult parsePacket(FilterChainContext context, HttpHeader header, Buffer buffer) {
    ContentParsingState state = ((HttpPacketParsing) header).getContentParsingState();
    boolean between = !state.isLastChunk && state.chunkRemainder <= 0;
    return between && !isWhole(buffer, state.chunkLength < 0)
        ? ParsingResult.create(null, buffer)
        : grizzly.parsePacket(context, header, buffer);
  }

  @Override
  public boolean wantDecode(HttpHeader header) {
    return grizzly.wantDecode(header);
  }

  @Override
  public boolean wantEncode(HttpHeader header) {
    return grizzly.wantEncode(header);
  }

  @Override
  public void prepareSerialize(FilterChainContext context, HttpHeader header, HttpContent content) {
    grizzly.prepareSerialize(context, header, content);
  }

  @Override
  public Buffer serializePacket(FilterChainContext context, HttpContent content) {
    return grizzly.serializePacket(context, content);
  }

  /** Whether all that comes before the next data is here; throws if it is not to be. */
  private boolean isWhole(Buffer buffer, boolean first) {
    // Before the first chunk there is no data to end.
    int size = first ? 0 : 2;
    String start = text(buffer, LONGEST_HEADER);
    int end = start.indexOf("\r\n", size) + 2;
    if (end < 2) {
      require(start.length() < LONGEST_HEADER);
      return false;
    }
    String line = start.substring(0, end);
    require((first ? FIRST : NEXT).matcher(line).matches());
    return !LAST.matcher(line).matches() || trailersAreWhole(buffer, end);
  }

  private boolean trailersAreWhole(Buffer buffer, int begin) {
    String rest = text(buffer, begin + maxTrailers).substring(begin);
    if (rest.startsWith("\r\n")) {
      return true;
    }
    int end = rest.indexOf("\r\n\r\n");
    if (end < 0) {
      require(rest.length() < maxTrailers);
      return false;
    }
    HeadRules.checkTrailers(rest.substring(0, end + 4));
    return true;
  }

  private static String text(Buffer buffer, int most) {
    int begin = buffer.position();
    int end = Math.min(buffer.limit(), begin + most);
    return buffer.toStringContent(StandardCharsets.ISO_8859_1, begin, end);
  }

  private static void require(boolean kept) {
    if (!kept) {
      throw new HttpBrokenContentException("The chunks of the body are not spelt as they must be");
    }
  }
}
