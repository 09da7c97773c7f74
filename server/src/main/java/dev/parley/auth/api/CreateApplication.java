package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.Command;
import java.util.List;

/**
 * Registers an application of the caller's.
 *
 * @param scopes the most that it may do, as the request lists them
 * @param secretHash hash of the secret the caller will be shown
 */
public record CreateApplication(String name, List<String> scopes, String secretHash)
    implements Command<Application> {
  @Override
  public String toString() {
    return "CreateApplication[" + name + "]";
  }
}
