package dev.parley.auth.rest;

import dev.parley.contract.auth.api.PermissionsApi;
import dev.parley.contract.auth.model.OperationPermission;
import dev.parley.contract.auth.model.Permissions;
import dev.parley.contract.auth.model.TopicPermission;
import dev.parley.contract.auth.model.UserRole;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.contract.Operation;
import dev.parley.platform.contract.Topic;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Tells a caller what the policy of the contracts, which every request is held to, lets it do. From
 * memory, without the database.
 */
public final class PermissionsDelegate implements PermissionsApi {
  private final List<Operation> operations;
  private final List<Topic> topics;
  private final Callers callers;

  public PermissionsDelegate(Contract contract, Callers callers) {
    this.operations = contract.operations();
    this.topics = contract.topics();
    this.callers = Objects.requireNonNull(callers, "callers");
  }

  @Override
  public Permissions getPermissions() {
    Principal caller = callers.current().require();
    return Permissions.builder()
        .role(UserRole.fromValue(caller.role()))
        .scopes(new TreeSet<>(caller.scopes()).stream().toList())
        .operations(operations.stream().map(operation -> of(operation, caller)).toList())
        .topics(topics.stream().map(topic -> of(topic, caller)).toList())
        .build();
  }

  private static OperationPermission of(Operation operation, Principal caller) {
    return OperationPermission.builder()
        .operationId(operation.id())
        .module(operation.module())
        .method(operation.method())
        .path(operation.path())
        .secured(operation.secured())
        .scopes(operation.scopes())
        .roles(roles(operation.roles()))
        .allowed(operation.allows(caller))
        .build();
  }

  private static TopicPermission of(Topic topic, Principal caller) {
    return TopicPermission.builder()
        .topic(topic.template())
        .module(topic.module())
        .scope(topic.scope())
        .roles(roles(topic.roles()))
        .allowed(caller.has(topic.scope()))
        .build();
  }

  private static List<UserRole> roles(List<String> roles) {
    return roles.stream().map(UserRole::fromValue).toList();
  }
}
