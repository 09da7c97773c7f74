package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Arrays;
import java.util.Optional;
import org.glassfish.grizzly.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request while it comes, and until the request is done with. Filled by one thread
 * at a time; released by any, once.
 */
final class GatheredBody {
  /** Of a request whose body came with its head. */
  static final GatheredBody NONE = new GatheredBody(new BodyRoom(0), "", 0);

  private final BodyRoom room;
  private final String path;
  private final long since;
  private byte[] bytes = {};
  private int length;
  private long seen;
  private boolean whole = true;
  private @Nullable AppException refusal;
  private boolean released;

  /**
   * @param path of the request
   * @param since when it began, of {@link System#nanoTime()}
   */
  GatheredBody(BodyRoom room, String path, long since) {
    this.room = room;
    this.path = path;
    this.since = since;
  }

  String path() {
    return path;
  }

  long since() {
    return since;
  }

  /** Takes what has come; what cannot be kept is let go, and the request will be refused. */
  synchronized void add(Buffer content) {
    int more = content.remaining();
    seen += more;
    if (released || refusal != null || more == 0) {
      return;
    }
    if (seen > HttpSettings.BODY_LIMIT) {
      refuse(
          new AppException(
              ErrorCode.CONTENT_TOO_LARGE,
              "A body may have at most " + HttpSettings.BODY_LIMIT + " bytes"));
    } else if (fits(length + more)) {
      content.get(bytes, length, more);
      length += more;
    } else {
      refuse(new AppException(ErrorCode.UNAVAILABLE, "The server holds too many large bodies"));
    }
  }

  private boolean fits(int needed) {
    if (needed > bytes.length) {
      int size = Math.min(HttpSettings.BODY_LIMIT, Math.max(needed, 2 * bytes.length));
      if (!room.grow(bytes.length, size)) {
        return false;
      }
      bytes = Arrays.copyOf(bytes, size);
    }
    return true;
  }

  private void refuse(AppException why) {
    refusal = why;
    room.release(bytes.length);
    bytes = new byte[0];
    length = 0;
  }

  /** Whether so much has come in vain that its end is not worth waiting for. */
  synchronized boolean isHopeless() {
    return seen >= HttpSettings.DRAIN_LIMIT;
  }

  /** No more is to come, or to be waited for. */
  synchronized void finish(boolean complete) {
    whole = complete;
  }

  synchronized byte[] bytes() {
    return bytes;
  }

  synchronized int length() {
    return length;
  }

  /** Whether its end has been seen; if not, what comes next on the connection is not a request. */
  synchronized boolean isWhole() {
    return whole;
  }

  /** Why the request cannot have this body. */
  synchronized Optional<AppException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Nobody needs it any more. */
  synchronized void release() {
    if (!released) {
      released = true;
      room.release(bytes.length);
      bytes = new byte[0];
    }
  }
}
