package dev.parley.client.ws;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket from its handshake to its end. Its callbacks only hand over to the control thread
 * of the {@link Link}, which owns every field but {@code text}.
 */
final class Connection implements WebSocket.Listener {

  /** Who is told what happens; on threads of the HTTP client. */
  interface Owner {
    /** A whole frame came; {@link #next} asks for another. */
    void received(Connection from, String frame);

    /** It is over; {@code code} is how the server closed it, -1 if it did not. */
    void ended(Connection which, int code, Throwable why);
  }

  private static final long CLOSING_SECONDS = 2;

  private final Owner owner;
  private final int largestFrame;
  private final StringBuilder text = new StringBuilder();
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private @Nullable WebSocket webSocket;
  private long owed;

  final long openedAt = System.nanoTime();

  /** The access token that the server knows this connection by. */
  String token;

  boolean ended;
  boolean welcomed;
  boolean renewing;
  boolean refused;
  long heartbeatNanos;

  /** When any frame came last, when one that is no {@code pong} did, and when one went out. */
  long heardAt = System.nanoTime();

  long toldAt = System.nanoTime();
  long saidAt = System.nanoTime();

  /** When the first ping went out that nothing was heard after, if there is one. */
  long askedAt;

  boolean unanswered;

  /** Whether frames came since the last answer to a ping. */
  boolean doubtful;

  long renewAt = Long.MAX_VALUE;
  long resumeAfterMillis;

  Connection(Owner owner, String token, int largestFrame) {
    this.owner = owner;
    this.token = token;
    this.largestFrame = largestFrame;
  }

  void start(WebSocket opened) {
    webSocket = opened;
    opened.request(1);
  }

  /** Asks for the next frame, or remembers to while a listener is behind. */
  void next(boolean paused) {
    if (paused) {
      owed++;
    } else if (webSocket != null) {
      webSocket.request(1);
    }
  }

  /** Asks for the frames that were held back. */
  void resume() {
    if (owed > 0 && webSocket != null) {
      webSocket.request(owed);
      owed = 0;
      heardAt = System.nanoTime();
      toldAt = heardAt;
      unanswered = false;
    }
  }

  /** Frames go out one after the other, as the JDK asks. */
  void send(String frame) {
    saidAt = System.nanoTime();
    WebSocket out = webSocket;
    if (out == null || ended) {
      return;
    }
    sending =
        sending
            .thenCompose(before -> out.sendText(frame, true))
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    owner.ended(this, -1, failure);
                  }
                });
  }

  /** Says goodbye; a server that does not take it is not waited for. */
  void close() {
    WebSocket out = webSocket;
    if (out != null) {
      sending =
          sending
              .thenCompose(before -> out.sendClose(WebSocket.NORMAL_CLOSURE, ""))
              .whenComplete((sent, failure) -> out.abort());
      CompletableFuture.delayedExecutor(CLOSING_SECONDS, TimeUnit.SECONDS).execute(out::abort);
    }
  }

  void abort() {
    if (webSocket != null) {
      webSocket.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    // The first frame is asked for when the control thread knows this connection.
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (text.length() + data.length() > largestFrame) {
      return refuse(from, "A frame is over " + largestFrame + " characters");
    }
    text.append(data);
    if (last) {
      String frame = text.toString();
      text.setLength(0);
      owner.received(this, frame);
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    return refuse(from, "A frame is binary");
  }

  private @Nullable CompletionStage<?> refuse(WebSocket from, String why) {
    from.abort();
    owner.ended(this, -1, new StreamException(why, null));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    owner.ended(
        this,
        code,
        new StreamException("The server closed the connection: " + code + " " + reason, null));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    owner.ended(this, -1, error);
  }
}
