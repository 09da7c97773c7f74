package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.Command;
import java.util.UUID;

/**
 * Gives an application of the caller's another secret and ends what the one before has opened.
 *
 * @param secretHash hash of the secret the caller will be shown
 */
public record RotateApplicationSecret(UUID applicationId, String secretHash)
    implements Command<Application> {
  @Override
  public String target() {
    return "application:" + applicationId;
  }

  @Override
  public String toString() {
    return "RotateApplicationSecret[" + applicationId + "]";
  }
}
