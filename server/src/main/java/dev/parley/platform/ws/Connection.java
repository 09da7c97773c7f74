package dev.parley.platform.ws;

import dev.parley.contract.frames.AuthenticateFrame;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.HeartbeatFrame;
import dev.parley.contract.frames.PingFrame;
import dev.parley.contract.frames.PongFrame;
import dev.parley.contract.frames.SubscribeFrame;
import dev.parley.contract.frames.UnsubscribeFrame;
import dev.parley.contract.frames.UnsubscribedFrame;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.net.Addresses;
import dev.parley.platform.rate.Taken;
import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.platform.ws.protocol.BadFrame;
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
import java.util.List;
import java.util.Objects;
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
  private static final String SUSPENDED = "The account is suspended";

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
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable Principal principal;

  /** Nothing that time brings about is told before; the welcome is the first frame. */
  private volatile boolean welcomed;

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
    return Optional.ofNullable(principal);
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
    work(0, null, () -> greet(query));
  }

  /** What came with the handshake counts at once; without any the client has a moment. */
  private void greet(boolean queryToken) {
    Optional<Credential> presented;
    try {
      presented = handshake.credential(queryToken, codec.renews());
    } catch (AppException e) {
      refuse(null, e);
      return;
    }
    if (presented.isPresent()) {
      authenticate(null, presented.get(), false);
    } else if (!codec.renews()) {
      refuse(null, "Credentials are needed");
    }
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
    work(text.length(), null, () -> handle(text));
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

  private void work(long cost, @Nullable String frameId, Runnable action) {
    if (!inbox.submit(cost, guarded(frameId, action))) {
      fail(null, null, ErrorCode.RATE_LIMIT_EXCEEDED, "Too many frames, this one is lost", true);
    }
  }

  private Runnable guarded(@Nullable String frameId, Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (AppException e) {
        fail(frameId, null, e.code(), e.detail(), true);
      } catch (RuntimeException e) {
        LOG.error("Socket {}: a frame could not be handled", id, e);
        fail(frameId, null, ErrorCode.INTERNAL_ERROR, "Failed; connection " + id, true);
      }
    };
  }

  private void handle(String text) {
    FramesClientMessage frame;
    try {
      frame = codec.read(text);
    } catch (BadFrame e) {
      if (isWithinBudget(e.id(), principal())) {
        fail(e.id(), null, e.code(), e.detail(), true);
      }
      return;
    }
    // Whose budget a token draws on is known once it is.
    if (!(frame instanceof AuthenticateFrame) && !isWithinBudget(frame.id(), principal())) {
      return;
    }
    if (principal == null && !(frame instanceof AuthenticateFrame)) {
      fail(frame.id(), null, ErrorCode.UNAUTHENTICATED, "Authenticate first", true);
      return;
    }
    switch (frame) {
      case AuthenticateFrame f -> authenticate(f.id(), new Credential.FrameToken(f.token()), true);
      case PingFrame f -> send(new PongFrame(f.id(), now()));
      case SubscribeFrame f ->
          f.topics().forEach(topic -> context.joiner().join(this, f.id(), topic));
      case UnsubscribeFrame f -> f.topics().forEach(topic -> leave(f.id(), topic));
    }
  }

  private boolean isWithinBudget(@Nullable String frameId, Optional<Principal> whose) {
    Optional<Taken> refused = context.rates().frame(module, whose, place());
    refused.ifPresent(taken -> exceeded(frameId, taken, "frames", true));
    return refused.isEmpty();
  }

  private void exceeded(@Nullable String frameId, Taken taken, String things, boolean recoverable) {
    speaker.fail(
        frameId,
        null,
        ErrorCode.RATE_LIMIT_EXCEEDED,
        taken.refusal(things),
        recoverable,
        taken.retryAfter());
  }

  /**
   * @param counts whether it is a frame, and not the handshake
   */
  private void authenticate(@Nullable String frameId, Credential credential, boolean counts) {
    Principal verified;
    try {
      verified = context.credentials().verify(credential, handshake.deviceId());
    } catch (AppException e) {
      refuseAttempt(frameId, credential, e);
      return;
    }
    if (counts && !isWithinBudget(frameId, Optional.of(verified))) {
      return;
    }
    Principal before = principal;
    if (before == null && !context.connections().admit(this, verified)) {
      fail(frameId, null, ErrorCode.TOO_MANY_CONNECTIONS, "This user has too many", false);
      close(CloseCodes.TOO_MANY, "Too many connections");
      return;
    }
    if (before != null && !before.userId().equals(verified.userId())) {
      refuse(frameId, "The token is somebody else's");
      return;
    }
    principal = verified;
    if (context.revocations().isRevoked(verified.sessionId())) {
      refuse(frameId, "The session has ended");
      return;
    }
    Optional<Standing> changed = context.accounts().standing(verified.userId());
    if (changed.isPresent() && !changed.get().active()) {
      refuse(frameId, SUSPENDED);
      return;
    }
    send(context.welcome(frameId, id, verified.expiresAt()));
    welcomed = true;
    allow(changed.map(account -> account.left(verified)).orElse(verified));
  }

  private void allow(Principal present) {
    principal = present;
    topics.dropForbidden(present).forEach(this::forbid);
  }

  /** Takes away what the account has lost, after what is being done for it. */
  void restrict(Standing account) {
    if (!account.active()) {
      refuse(null, SUSPENDED);
      return;
    }
    inbox.insist(
        guarded(
            null,
            () -> {
              Principal before = principal;
              if (before != null) {
                allow(account.left(before));
              }
            }));
  }

  /** A token that is refused is a guess, until it has been too many; one that holds never is. */
  private void refuseAttempt(@Nullable String frameId, Credential credential, AppException why) {
    Optional<Taken> tooMany =
        why.code() == ErrorCode.AUTH_FAILED
            ? context.rates().refused(module, context.credentials().holder(credential), place())
            : Optional.empty();
    if (tooMany.isEmpty()) {
      refuse(frameId, why);
      return;
    }
    exceeded(frameId, tooMany.get(), "attempts", false);
    close(CloseCodes.TOO_MANY, "Too many attempts");
  }

  /** A renewed token may allow less than the one before, and so may a changed account. */
  private void forbid(Subscription lost) {
    Principal renewed = Objects.requireNonNull(principal, "nothing was allowed before");
    TopicRule rule = lost.rule();
    fail(
        null,
        lost.topic(),
        ScopeRefusal.of("The topic", List.of(rule.scope()), renewed, rule.roles()));
  }

  private void leave(@Nullable String frameId, String topic) {
    topics.drop(topic);
    send(new UnsubscribedFrame(frameId, topic, now()));
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

  private void refuse(@Nullable String frameId, AppException why) {
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
      lifetime.tick(now, welcomed ? principal : null).ifPresent(this::end);
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
    return !closing.get() && welcomed && lifetime.beatDue(now);
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
