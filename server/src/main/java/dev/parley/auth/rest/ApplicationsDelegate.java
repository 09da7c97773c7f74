package dev.parley.auth.rest;

import dev.parley.auth.api.CreateApplication;
import dev.parley.auth.api.DeleteApplication;
import dev.parley.auth.api.GetApplication;
import dev.parley.auth.api.ListApplications;
import dev.parley.auth.api.RotateApplicationSecret;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.oauth.Clients;
import dev.parley.contract.auth.api.ApplicationsApi;
import dev.parley.contract.auth.model.Application;
import dev.parley.contract.auth.model.ApplicationCredentials;
import dev.parley.contract.auth.model.ApplicationPage;
import dev.parley.contract.auth.model.CreateApplicationRequest;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.http.IfMatch;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on registered applications. */
public final class ApplicationsDelegate implements ApplicationsApi {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;
  private final Clients clients;

  public ApplicationsDelegate(
      CommandBus commands, QueryBus queries, Callers callers, Clients clients) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  @Override
  public ApplicationCredentials createApplication(CreateApplicationRequest request) {
    OpaqueSecret secret = clients.secret();
    return ApplicationModels.credentials(
        commands.send(
            new CreateApplication(request.name(), request.scopes(), secret.hash()),
            callers.current()),
        secret);
  }

  @Override
  public ApplicationCredentials rotateApplicationSecret(UUID applicationId) {
    OpaqueSecret secret = clients.secret();
    return ApplicationModels.credentials(
        commands.send(new RotateApplicationSecret(applicationId, secret.hash()), callers.current()),
        secret);
  }

  @Override
  public void deleteApplication(UUID applicationId, @Nullable String ifMatch) {
    commands.send(new DeleteApplication(applicationId, IfMatch.of(ifMatch)), callers.current());
  }

  @Override
  public Application getApplication(UUID applicationId) {
    return ApplicationModels.application(
        queries.ask(new GetApplication(applicationId), callers.current()));
  }

  @Override
  public ApplicationPage listApplications(
      @Nullable Integer limit, @Nullable String cursor, @Nullable Boolean includeTotal) {
    Page<Application> page =
        queries
            .ask(
                new ListApplications(PageRequest.of(limit, cursor, includeTotal)),
                callers.current())
            .map(ApplicationModels::application);
    return new ApplicationPage(page.items(), ApplicationModels.page(page));
  }
}
