package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.Command;
import dev.parley.platform.http.IfMatch;
import java.util.UUID;

/** Ends an application of the caller's, and all that its secret has opened. */
public record DeleteApplication(UUID applicationId, IfMatch ifMatch)
    implements Command<Application> {
  @Override
  public String target() {
    return "application:" + applicationId;
  }
}
