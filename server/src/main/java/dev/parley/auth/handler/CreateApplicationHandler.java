package dev.parley.auth.handler;

import dev.parley.auth.api.CreateApplication;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.platform.time.Ids;
import java.util.Objects;
import java.util.Set;

/** Registers an application that can do no more than who registers it. */
public final class CreateApplicationHandler
    implements CommandHandler<CreateApplication, Application> {
  private final ApplicationStore applications;
  private final ProgramRules rules;
  private final SecurityEventStore events;
  private final Ids ids;

  public CreateApplicationHandler(
      ApplicationStore applications, ProgramRules rules, SecurityEventStore events, Ids ids) {
    this.applications = Objects.requireNonNull(applications, "applications");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.events = Objects.requireNonNull(events, "events");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public Application handle(CreateApplication command, CommandContext context) {
    Principal owner = context.caller().require();
    rules.checkScopes(command.scopes(), owner);
    Application application =
        new Application(
            ids.next(),
            owner.userId(),
            command.name(),
            Set.copyOf(command.scopes()),
            context.now(),
            context.now(),
            1);
    context.target("application:" + application.id());
    long others = applications.lockAndCount(context.handle(), owner.userId());
    rules.checkSession(context);
    if (others >= Application.MOST) {
      throw new AppException(
          ErrorCode.CONFLICT,
          "There are %d applications already; delete one first".formatted(Application.MOST));
    }
    applications.insert(context.handle(), application, command.secretHash());
    events.record(context, SecurityEventKind.APPLICATION_REGISTERED, owner.userId(), null);
    return application;
  }
}
