package dev.parley.auth.rest;

import dev.parley.auth.api.SecurityEventView;
import dev.parley.auth.api.SessionView;
import dev.parley.contract.auth.model.SecurityEvent;
import dev.parley.contract.auth.model.SecurityEventKind;
import dev.parley.contract.auth.model.Session;
import dev.parley.contract.auth.model.SessionKind;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and what happened to them, as the contract has it. */
final class SessionModels {
  private SessionModels() {}

  static Session session(SessionView session, UUID current) {
    return Session.builder()
        .id(session.id())
        .kind(SessionKind.fromValue(lower(session.kind())))
        .applicationId(session.applicationId())
        .current(session.id().equals(current))
        .deviceBound(session.deviceBound())
        .userAgent(known(session.agent()))
        .address(known(session.address()))
        .createdAt(session.createdAt())
        .lastUsedAt(session.lastUsedAt())
        .expiresAt(session.expiresAt())
        .build();
  }

  static SecurityEvent event(SecurityEventView event) {
    return SecurityEvent.builder()
        .id(event.id())
        .kind(SecurityEventKind.fromValue(lower(event.kind())))
        .sessionId(event.sessionId())
        .address(event.address())
        .traceId(event.traceId())
        .createdAt(event.at())
        .build();
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
