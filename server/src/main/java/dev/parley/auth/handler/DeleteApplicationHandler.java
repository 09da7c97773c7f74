package dev.parley.auth.handler;

import dev.parley.auth.api.DeleteApplication;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.util.Objects;

/** Ends an application and what it has opened. */
public final class DeleteApplicationHandler
    implements CommandHandler<DeleteApplication, Application> {
  private final ApplicationStore applications;
  private final ApplicationAccess access;

  public DeleteApplicationHandler(ApplicationStore applications, ApplicationAccess access) {
    this.applications = Objects.requireNonNull(applications, "applications");
    this.access = Objects.requireNonNull(access, "access");
  }

  @Override
  public Application handle(DeleteApplication command, CommandContext context) {
    Application application =
        ApplicationAccess.own(
            context.caller(),
            applications.lock(context.handle(), command.applicationId()),
            command.applicationId());
    command.ifMatch().check(application.version());
    access.endSessions(context, application, SecurityEventKind.APPLICATION_DELETED);
    applications.delete(context.handle(), application.id());
    return application;
  }
}
