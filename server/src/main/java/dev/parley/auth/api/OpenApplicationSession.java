package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Begins a session for an application whose secret has just been checked. It lasts as long as the
 * one access token that it is for.
 *
 * @param version of the application whose secret was checked; refused if it has changed since
 * @param scopes what the token shall be for; all that there is to give, if absent
 * @param fp fingerprint of the device, if it named itself
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record OpenApplicationSession(
    UUID applicationId, long version, Optional<Set<String>> scopes, Optional<String> fp)
    implements Command<OpenedSession> {
  @Override
  public String target() {
    return "application:" + applicationId;
  }
}
