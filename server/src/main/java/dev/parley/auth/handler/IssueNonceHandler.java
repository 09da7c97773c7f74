package dev.parley.auth.handler;

import dev.parley.auth.api.IssueNonce;
import dev.parley.auth.store.NonceStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Keeps a nonce for ten minutes. */
public final class IssueNonceHandler implements CommandHandler<IssueNonce, Instant> {
  static final Duration LIFE = Duration.ofMinutes(10);

  private final NonceStore nonces;

  public IssueNonceHandler(NonceStore nonces) {
    this.nonces = Objects.requireNonNull(nonces, "nonces");
  }

  @Override
  public Instant handle(IssueNonce command, CommandContext context) {
    Instant end = context.now().plus(LIFE);
    nonces.insert(context.handle(), command.issuer(), command.nonceHash(), command.fp(), end);
    return end;
  }
}
