package dev.parley.auth.oidc;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, kept for a while. The issuer is asked when they are old, and when a token
 * names a key that is not among them, since issuers change their keys; but never twice within a
 * pause and never by two threads at once, so that forged names make nobody ask. Where it cannot be
 * asked, keys of the last day still count. Thread-safe.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration LONGEST_USE = Duration.ofDays(1);
  private static final int MOST_WAITING = 20;

  private final TrustedIssuer issuer;
  private final IssuerDocuments documents;
  private final OidcSettings settings;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Snapshot snapshot;
  private volatile @Nullable Attempt last;

  private record Snapshot(KeySet keys, Instant at) {}

  private record Attempt(Instant at, @Nullable IssuerFailure failure) {}

  IssuerKeys(TrustedIssuer issuer, IssuerDocuments documents, OidcSettings settings, Clock clock) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.documents = Objects.requireNonNull(documents, "documents");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * The key that a token means, if the issuer has it.
   *
   * @throws AppException UPSTREAM_FAILED if the issuer's keys cannot be had
   */
  Optional<PublicKey> find(@Nullable String kid, String algorithm) {
    Snapshot known = snapshot;
    Optional<PublicKey> key = known == null ? Optional.empty() : known.keys().find(kid, algorithm);
    if (key.isPresent() && isYounger(known, settings.keysLife())) {
      return key;
    }
    if (key.isPresent() && isYounger(known, LONGEST_USE)) {
      // Somebody may be asking already; what is there will do until he knows.
      if (asking.tryLock()) {
        try {
          return askUnlessJustDone(known).keys().find(kid, algorithm);
        } finally {
          asking.unlock();
        }
      }
      return key;
    }
    return waited(known).keys().find(kid, algorithm);
  }

  private Snapshot waited(@Nullable Snapshot known) {
    boolean turn = false;
    try {
      turn =
          asking.getQueueLength() < MOST_WAITING
              && asking.tryLock(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (turn) {
        return askUnlessJustDone(known);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      if (turn) {
        asking.unlock();
      }
    }
    throw failed(new IssuerFailure("busy", "others wait for it already"));
  }

  private Snapshot askUnlessJustDone(@Nullable Snapshot known) {
    Snapshot present = snapshot;
    if (present != null && !present.equals(known)) {
      return present;
    }
    Instant now = clock.instant();
    Attempt before = last;
    IssuerFailure failure = before == null ? null : before.failure();
    if (before == null || !now.isBefore(before.at().plus(settings.keysPause()))) {
      try {
        Snapshot fresh = new Snapshot(KeySet.parse(documents.keySet(issuer)), now);
        snapshot = fresh;
        last = new Attempt(clock.instant(), null);
        return fresh;
      } catch (IssuerFailure cannot) {
        LOG.warn(
            "The keys of the issuer {} cannot be read: {}", issuer.name(), cannot.getMessage());
        last = new Attempt(clock.instant(), cannot);
        failure = cannot;
      }
    }
    if (present != null && isYounger(present, LONGEST_USE)) {
      return present;
    }
    throw failed(failure == null ? new IssuerFailure("busy", "it was just asked") : failure);
  }

  private boolean isYounger(@Nullable Snapshot known, Duration age) {
    return known != null && clock.instant().isBefore(known.at().plus(age));
  }

  private AppException failed(IssuerFailure failure) {
    return new AppException(
        ErrorCode.UPSTREAM_FAILED,
        "The issuer " + issuer.name() + " cannot be asked for its keys right now",
        List.of(
            new Violation(
                "path/issuer", failure.code(), issuer.name() + ": " + failure.getMessage())));
  }
}
