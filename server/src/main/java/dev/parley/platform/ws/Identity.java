package dev.parley.platform.ws;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.socket.Handshake;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a socket is: takes what the client presents, at the handshake or in a frame, and takes away
 * what its account loses. Read by any thread; changed by tasks of the socket's inbox alone.
 */
final class Identity {
  private static final String SUSPENDED = "The account is suspended";

  private final Connection connection;
  private final ConnectionContext context;
  private final Handshake handshake;
  private final Codec codec;
  private final Toll toll;
  private volatile @Nullable Principal principal;

  /** Nothing that time brings about is told before; the welcome is the first frame. */
  private volatile boolean welcomed;

  Identity(
      Connection connection,
      ConnectionContext context,
      Handshake handshake,
      Codec codec,
      Toll toll) {
    this.connection = connection;
    this.context = context;
    this.handshake = handshake;
    this.codec = codec;
    this.toll = toll;
  }

  /** Who was verified; empty as long as nobody was. */
  Optional<Principal> principal() {
    return Optional.ofNullable(principal);
  }

  /** Who was welcomed; null as long as nobody was. */
  @Nullable Principal welcomed() {
    return welcomed ? principal : null;
  }

  /** What came with the handshake counts at once; without any the client has a moment. */
  void greet(boolean queryToken) {
    Optional<Credential> presented;
    try {
      presented = handshake.credential(queryToken, codec.renews());
    } catch (AppException e) {
      connection.refuse(null, e);
      return;
    }
    if (presented.isPresent()) {
      authenticate(null, presented.get(), false);
    } else if (!codec.renews()) {
      connection.refuse(null, "Credentials are needed");
    }
  }

  /** What a frame presents: the first time, or a renewal. */
  void authenticate(@Nullable String frameId, String token) {
    authenticate(frameId, new Credential.FrameToken(token), true);
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
    if (counts && !toll.frame(frameId, Optional.of(verified))) {
      return;
    }
    Principal before = principal;
    if (before == null && !context.connections().admit(connection, verified)) {
      connection.fail(
          frameId, null, ErrorCode.TOO_MANY_CONNECTIONS, "This user has too many", false);
      connection.close(CloseCodes.TOO_MANY, "Too many connections");
      return;
    }
    if (before != null && !before.userId().equals(verified.userId())) {
      connection.refuse(frameId, "The token is somebody else's");
      return;
    }
    principal = verified;
    // What ended or changed since the check was told to sockets that had been welcomed by then.
    if (context.revocations().isRevoked(verified.sessionId())) {
      connection.refuse(frameId, "The session has ended");
      return;
    }
    Optional<Standing> changed = context.accounts().standing(verified.userId());
    if (changed.isPresent() && !changed.get().active()) {
      connection.refuse(frameId, SUSPENDED);
      return;
    }
    connection.send(context.welcome(frameId, connection.id(), verified.expiresAt()));
    welcomed = true;
    allow(changed.map(account -> account.left(verified)).orElse(verified));
  }

  /** A credential that is refused is a guess, until it has been too many. */
  private void refuseAttempt(@Nullable String frameId, Credential credential, AppException why) {
    if (why.code() != ErrorCode.AUTH_FAILED
        || toll.refused(frameId, context.credentials().holder(credential))) {
      connection.refuse(frameId, why);
    } else {
      connection.close(CloseCodes.TOO_MANY, "Too many attempts");
    }
  }

  /** Takes away what the account has lost. */
  void restrict(Standing account) {
    if (!account.active()) {
      connection.refuse(null, SUSPENDED);
    } else if (principal != null) {
      allow(account.left(principal));
    }
  }

  private void allow(Principal present) {
    principal = present;
    connection.topics().dropForbidden(present).forEach(this::forbid);
  }

  /** A renewed token may allow less than the one before, and so may a changed account. */
  private void forbid(Subscription lost) {
    Principal present = Objects.requireNonNull(principal, "nothing was allowed before");
    TopicRule rule = lost.rule();
    connection.fail(
        null,
        lost.topic(),
        ScopeRefusal.of("The topic", List.of(rule.scope()), present, rule.roles()));
  }
}
