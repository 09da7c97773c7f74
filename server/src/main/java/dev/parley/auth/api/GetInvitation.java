package dev.parley.auth.api;

import dev.parley.auth.domain.Invitation;
import dev.parley.platform.bus.Query;
import java.util.UUID;

/** One invitation, for whoever made it or may create accounts anyhow. */
public record GetInvitation(UUID invitationId) implements Query<Invitation> {}
