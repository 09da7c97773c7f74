package dev.parley.platform.ws;

import dev.parley.contract.frames.ConnectionLimits;
import dev.parley.contract.frames.WelcomeFrame;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What all sockets of a node share. */
record ConnectionContext(
    WsSettings settings,
    Clock clock,
    Ids ids,
    Executor executor,
    CredentialVerifier credentials,
    SessionRevocations revocations,
    AccountChanges accounts,
    FrameRates rates,
    Connections connections,
    Joiner joiner,
    Housekeeper housekeeper) {

  WelcomeFrame welcome(@Nullable String frameId, UUID connection, Instant expiresAt) {
    return WelcomeFrame.builder()
        .id(frameId)
        .time(clock.instant())
        .connectionId(connection)
        .heartbeatSeconds(Math.max(1, Math.toIntExact(settings.heartbeat().toSeconds())))
        .expiresAt(expiresAt)
        .limits(
            ConnectionLimits.builder()
                .frameBytes(settings.maxFrameBytes())
                .framesPerSecond(settings.framesPerSecond())
                .topics(settings.maxTopics())
                .topicsPerFrame(WsSettings.MAX_TOPICS_PER_FRAME)
                .queuedFrames(settings.queueFrames())
                .connectionsPerUser(settings.maxConnectionsPerUser())
                .build())
        .build();
  }
}
