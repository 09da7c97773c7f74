package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import dev.parley.users.api.EmailAddress;

/** Queues a mail with a reset token, if the address has an account; nobody is told whether. */
@AllowedTo(AllowedTo.Who.ANYONE)
public record RequestPasswordReset(EmailAddress email)
    implements Command<RequestPasswordReset.Queued> {
  /** The request was taken, whatever comes of it. */
  public record Queued() {}

  @Override
  public String toString() {
    return "RequestPasswordReset[]";
  }
}
