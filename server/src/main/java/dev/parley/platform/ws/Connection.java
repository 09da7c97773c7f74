package dev.parley.platform.ws;

import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.HeartbeatFrame;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.net.Addresses;
import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Principal;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.socket.FrameBudget;
import dev.parley.platform.ws.socket.Framing;
import dev.parley.platform.ws.socket.Handshake;
import dev.parley.platform.ws.socket.Inbox;
import dev.parley.platform.ws.socket.Outbound;
import dev.parley.platform.ws.socket.SocketOwner;
import dev.parley.platform.ws.socket.Upgrade;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. Frames are handled one at a time on virtual threads, never on the thread that read
 * them; what goes out passes a bounded queue. Thread-safe.
 */
final class Connection implements SocketOwner {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MAX_WAITING_FRAMES = 128;
  private static final int FLOOD_FACTOR = 10;

  private final UUID id;
  private final ConnectionContext context;
  private final Handshake handshake;
  private final Session session;
  private final Codec codec;
  private final Optional<String> module;
  private final Outbound outbound;
  private final Inbox inbox;
  private final FrameBudget messages;
  private final FrameBudget frames;
  private final Speaker speaker;
  private final Lifetime lifetime;
  private final Subscriptions topics;
  private final Identity identity;
  private final ClientFrames asked;
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * @param module whose topics are served; empty for all
   */
  Connection(
      ConnectionContext context,
      Upgrade upgrade,
      Session session,
      Codec codec,
      Optional<String> module) {
    WsSettings settings = context.settings();
    this.id = context.ids().next();
    this.context = context;
    this.handshake = upgrade.handshake();
    this.session = session;
    this.codec = codec;
    this.module = module;
    this.outbound =
        new Outbound(
            upgrade.wire(),
            settings.queueFrames(),
            settings.queueBytes(),
            () -> close(CloseCodes.TOO_SLOW, "Reads too slowly"),
            () -> close(CloseCodes.GOING_AWAY, "Connection lost"));
    this.inbox = new Inbox(context.executor(), MAX_WAITING_FRAMES, 4L * settings.maxFrameBytes());
    this.messages = new FrameBudget(context.clock(), settings.framesPerSecond());
    this.frames = new FrameBudget(context.clock(), settings.framesPerSecond() * FLOOD_FACTOR);
    this.speaker = new Speaker(codec, outbound, context.clock());
    this.lifetime = new Lifetime(settings, codec.renews(), context.clock().instant());
    this.topics = new Subscriptions(context.joiner(), closing::get);
    Toll toll = new Toll(context.rates(), module, place(), speaker);
    this.identity = new Identity(this, context, handshake, codec, toll);
    this.asked = new ClientFrames(this, context, codec, identity, toll);
  }

  UUID id() {
    return id;
  }

  Optional<String> module() {
    return module;
  }

  /** Where it comes from, as budgets count it. */
  String place() {
    return Addresses.place(handshake.remoteAddress());
  }

  Optional<Principal> principal() {
    return identity.principal();
  }

  Subscriptions topics() {
    return topics;
  }

  Speaker speaker() {
    return speaker;
  }

  @Override
  public Outbound outbound() {
    return outbound;
  }

  // What the client does.

  void opened() {
    LOG.debug("Socket {} opened: {}", id, handshake);
    if (!context.connections().open(this)) {
      makeRoom();
      return;
    }
    boolean query = codec.takesQueryToken() && context.settings().queryToken();
    work(0, () -> identity.greet(query));
  }

  /** There is no room for it, at first or any more. */
  void makeRoom() {
    fail(null, null, ErrorCode.TOO_MANY_CONNECTIONS, "This server has no room", false);
    close(CloseCodes.TOO_MANY, "Too many connections");
  }

  /** A text frame, on the thread that reads the socket. */
  void received(String text) {
    if (closing.get()) {
      return;
    }
    if (!messages.take()) {
      fail(null, null, ErrorCode.RATE_LIMIT_EXCEEDED, "Too many frames, this one is lost", true);
      return;
    }
    work(text.length(), () -> asked.handle(text));
  }

  @Override
  public boolean frame() {
    lifetime.heard(now());
    return frames.take();
  }

  @Override
  public void refused(int code, String reason) {
    close(code, reason);
  }

  @Override
  public void left() {
    outbound.terminateWhenEmpty();
  }

  /** The socket is gone or going, whoever began it. */
  void closed() {
    closing.set(true);
    inbox.close();
    topics.dropAll();
    context.connections().closed(this);
    // A closing handshake may still be under way; it has its own deadline.
    context.housekeeper().expectEnd(this, now());
    LOG.debug("Socket {} closed", id);
  }

  // What is done for it, one thing at a time.

  private void work(long cost, Runnable action) {
    if (!inbox.submit(cost, guarded(action))) {
      fail(null, null, ErrorCode.RATE_LIMIT_EXCEEDED, "Too many frames, this one is lost", true);
    }
  }

  private Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (AppException e) {
        fail(null, null, e.code(), e.detail(), true);
      } catch (RuntimeException e) {
        LOG.error("Socket {}: a frame could not be handled", id, e);
        fail(null, null, ErrorCode.INTERNAL_ERROR, "Failed; connection " + id, true);
      }
    };
  }

  /**
   * Takes away what the account has lost: all of it at once, or after what is being done for it.
   */
  void restrict(Standing account) {
    Runnable restriction = guarded(() -> identity.restrict(account));
    if (account.active()) {
      inbox.insist(restriction);
    } else {
      restriction.run();
    }
  }

  // What it is told.

  void send(FramesServerMessage frame) {
    speaker.send(frame);
  }

  void fail(
      @Nullable String frameId,
      @Nullable String topic,
      ErrorCode code,
      String detail,
      boolean recoverable) {
    speaker.fail(frameId, topic, code, detail, recoverable);
  }

  /** Refuses a topic; the connection goes on. */
  void fail(@Nullable String frameId, @Nullable String topic, AppException why) {
    speaker.fail(frameId, topic, why);
  }

  /** Ends it for want of credentials. */
  void refuse(@Nullable String frameId, String detail) {
    refuse(frameId, new AppException(ErrorCode.AUTH_FAILED, detail));
  }

  void refuse(@Nullable String frameId, AppException why) {
    fail(frameId, null, why.code(), why.detail(), false);
    close(codec.refusedCode(), why.detail());
  }

  /** Begins the closing handshake; the connection is cut if that takes too long. */
  void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      LOG.debug("Socket {} is closed with {}: {}", id, code, reason);
      inbox.close();
      outbound.seal();
      context.housekeeper().expectEnd(this, now());
      try {
        context.executor().execute(() -> Upgrade.close(session, code, CloseCodes.fit(reason)));
      } catch (RejectedExecutionException e) {
        // The server is stopping and has told everybody; this one came too late to be told.
        outbound.terminate();
      }
    }
  }

  /** What time alone brings about; called several times a second. */
  void tick(Instant now) {
    if (!closing.get()) {
      lifetime.tick(now, identity.welcomed()).ifPresent(this::end);
    }
  }

  private void end(Lifetime.End end) {
    switch (end) {
      case Lifetime.End.Silent ignored -> close(CloseCodes.SILENT, "Silent for two heartbeats");
      case Lifetime.End.NoCredentials why -> refuse(null, why.detail());
      case Lifetime.End.Soon soon -> send(soon.notice());
    }
  }

  /** Whether a heartbeat is due; if so the next is due one interval later. */
  boolean beatDue(Instant now) {
    return !closing.get() && identity.welcomed() != null && lifetime.beatDue(now);
  }

  /** A heartbeat for the program, and a ping for the library below it, which answers by itself. */
  void beat(HeartbeatFrame heartbeat) {
    send(heartbeat);
    outbound.send(Framing.ping());
  }

  private Instant now() {
    return context.clock().instant();
  }
}
