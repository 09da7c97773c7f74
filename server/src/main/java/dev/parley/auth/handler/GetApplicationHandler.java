package dev.parley.auth.handler;

import dev.parley.auth.api.GetApplication;
import dev.parley.auth.domain.Application;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import java.util.Objects;

/** One of the caller's applications. */
public final class GetApplicationHandler implements QueryHandler<GetApplication, Application> {
  private final ApplicationStore applications;

  public GetApplicationHandler(ApplicationStore applications) {
    this.applications = Objects.requireNonNull(applications, "applications");
  }

  @Override
  public Application handle(GetApplication query, QueryContext context) {
    return ApplicationAccess.own(
        context.caller(),
        applications.find(context.handle(), query.applicationId()),
        query.applicationId());
  }
}
