package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.contract.Parameter;
import dev.parley.platform.contract.ParameterCheck;
import dev.parley.platform.contract.Router;
import dev.parley.platform.contract.Router.Route;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.IdempotencyKey;
import dev.parley.platform.security.OriginRule;
import dev.parley.platform.security.PresentedCredentials;
import dev.parley.platform.security.Principal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every request to its contract before Jersey looks for a method: route, credentials, scopes,
 * budget, media types, parameters, body. Whatever breaks it ends here with its problem; a delegate
 * sees only requests that keep it.
 */
@PreMatching
final class ContractFilter implements ContainerRequestFilter {
  private final Router router;
  private final OriginRule origins;
  private final Authentication authentication;
  private final RequestBudgets budgets;
  private final Bodies bodies;

  ContractFilter(
      Router router,
      OriginRule origins,
      Authentication authentication,
      RequestBudgets budgets,
      Bodies bodies) {
    this.router = router;
    this.origins = origins;
    this.authentication = authentication;
    this.budgets = budgets;
    this.bodies = bodies;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    RequestScope scope = RequestScope.current();
    Route.Found route = route(request, scope);
    Operation operation = route.operation();
    scope.operation = operation;
    scope.credentials = PresentedCredentials.of(name -> values(request, name));
    scope.page =
        origins.mayHaveCookies(request.getHeaderString("Origin"), request.getHeaderString("Host"));
    Optional<Principal> principal =
        authentication.authenticate(operation, scope.credentials, scope.page);
    scope.caller = scope.caller.withPrincipal(principal);
    authentication.authorize(operation, principal);
    budgets.take(operation, scope);
    accept(operation, request);
    checkParameters(operation, route.pathParameters(), request);
    byte[] body = body(operation, request, scope);
    budgets.takeForAccount(operation, scope);
    idempotency(operation, request, body, scope);
  }

  private Route.Found route(ContainerRequestContext request, RequestScope scope) {
    String path = request.getUriInfo().getPath(false);
    List<String> steps =
        Router.steps(path.startsWith("/") ? path : "/" + path).stream().map(Paths::decode).toList();
    return switch (router.route(request.getMethod(), steps)) {
      case Route.Found found -> found;
      case Route.WrongMethod wrong -> {
        scope.headers.put("Allow", String.join(", ", wrong.allowed()));
        throw new AppException(
            ErrorCode.METHOD_NOT_ALLOWED,
            "This path answers " + String.join(", ", wrong.allowed()));
      }
      case Route.Unknown unknown ->
          throw new AppException(ErrorCode.NOT_FOUND, "There is nothing at " + scope.path);
    };
  }

  private static void accept(Operation operation, ContainerRequestContext request) {
    List<MediaType> accepted = request.getAcceptableMediaTypes();
    if (operation.answersJson()
        && accepted.stream()
            .noneMatch(a -> a.isCompatible(MediaType.APPLICATION_JSON_TYPE) && quality(a) > 0)) {
      throw new AppException(ErrorCode.NOT_ACCEPTABLE, "The answer can only be application/json");
    }
  }

  private static double quality(MediaType type) {
    try {
      return Double.parseDouble(type.getParameters().getOrDefault("q", "1"));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static void checkParameters(
      Operation operation, Map<String, String> path, ContainerRequestContext request) {
    MultivaluedMap<String, String> query = query(request);
    ParameterCheck check = new ParameterCheck();
    for (Parameter parameter : operation.parameters()) {
      check.add(
          parameter,
          switch (parameter.in()) {
            case "path" -> List.of(path.getOrDefault(parameter.name(), ""));
            case "query" -> query.getOrDefault(parameter.name(), List.of());
            case "cookie" -> RequestScope.current().credentials.cookie(parameter.name());
            default -> values(request, parameter.name());
          });
    }
    check.unknownQuery(operation, query.keySet());
    check.finish();
    keepCookies(operation, request);
  }

  /** Jersey has other notions of where a cookie ends, so it gets those that were checked alone. */
  private static void keepCookies(Operation operation, ContainerRequestContext request) {
    PresentedCredentials presented = RequestScope.current().credentials;
    request.getHeaders().remove(HttpHeaders.COOKIE);
    operation
        .cookieNames()
        .forEach(
            name ->
                presented
                    .cookie(name)
                    .forEach(
                        value -> request.getHeaders().add(HttpHeaders.COOKIE, name + "=" + value)));
  }

  private static MultivaluedMap<String, String> query(ContainerRequestContext request) {
    try {
      return request.getUriInfo().getQueryParameters();
    } catch (IllegalArgumentException e) {
      throw new AppException(
          ErrorCode.MALFORMED_REQUEST, "The query has a broken percent escape", e);
    }
  }

  private byte[] body(Operation operation, ContainerRequestContext request, RequestScope scope) {
    if (operation.body() == null) {
      return new byte[0];
    }
    scope.bodyRefusal.ifPresent(
        refusal -> {
          throw refusal;
        });
    byte[] body = Bodies.read(request.getEntityStream());
    if (body.length > 0 || operation.bodyRequired()) {
      Bodies.requireType(
          operation, request.getMediaType(), request.getHeaderString("Content-Encoding"));
    }
    scope.body = bodies.parse(operation, body).orElse(null);
    // Jersey asks for an entity before it asks the reader, which takes the checked tree.
    request.setEntityStream(new ByteArrayInputStream(body));
    // It is a checked tree from here on, whatever it came as; delegates take all bodies alike.
    request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    return body;
  }

  private static void idempotency(
      Operation operation, ContainerRequestContext request, byte[] body, RequestScope scope) {
    List<String> keys = values(request, "Idempotency-Key");
    if (operation.idempotent() && !keys.isEmpty()) {
      String content =
          request.getUriInfo().getRequestUri().getRawPath()
              + "?"
              + request.getUriInfo().getRequestUri().getRawQuery();
      scope.caller =
          scope.caller.withIdempotency(
              new IdempotencyKey(operation.id(), keys.get(0), Hashes.sha256(content, body)));
    }
  }

  private static List<String> values(ContainerRequestContext request, String header) {
    return request.getHeaders().getOrDefault(header, List.of());
  }
}
