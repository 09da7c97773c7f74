package dev.parley.auth.handler;

import dev.parley.auth.api.RotateApplicationSecret;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.util.Objects;

/** Replaces an application's secret and ends what the one before has opened. */
public final class RotateApplicationSecretHandler
    implements CommandHandler<RotateApplicationSecret, Application> {
  private final ApplicationStore applications;
  private final ApplicationAccess access;

  public RotateApplicationSecretHandler(ApplicationStore applications, ApplicationAccess access) {
    this.applications = Objects.requireNonNull(applications, "applications");
    this.access = Objects.requireNonNull(access, "access");
  }

  @Override
  public Application handle(RotateApplicationSecret command, CommandContext context) {
    Application before =
        ApplicationAccess.own(
            context.caller(),
            applications.lock(context.handle(), command.applicationId()),
            command.applicationId());
    Application rotated = before.secretRotated(context.now());
    applications.replaceSecret(context.handle(), rotated, command.secretHash());
    access.endSessions(context, rotated, SecurityEventKind.APPLICATION_SECRET_REPLACED);
    return rotated;
  }
}
