package dev.parley.conformance;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Request;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One world for all that is refused: a request that would succeed for each operation, made once.
 * What is refused changes nothing, so a thousand cases need one caller. Thread-safe.
 */
public final class Stage {
  private final Suite suite;
  private final World world;
  private final Set<String> all = new LinkedHashSet<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, FreshToken> applications = new HashMap<>();
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Request> prepared = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  Stage(Suite suite) {
    this.suite = suite;
    Contract.all().operations().forEach(operation -> all.addAll(operation.scopes()));
    world = new World(suite, Optional.of(Contract.all().roleWith(all)));
  }

  /** A request that would succeed, from a caller with every scope. Do not let it succeed. */
  public Request request(Operation operation) {
    lock.lock();
    try {
      Request request = prepared.get(operation.id());
      if (request == null) {
        request = world.prepare(operation);
        prepared.put(operation.id(), request);
      }
      return operation.isPublic() ? request : request.token(Optional.of(world.token()));
    } finally {
      lock.unlock();
    }
  }

  /** Asserts that the caller of all those requests has what was made for them, and no more. */
  void unchanged() {
    lock.lock();
    try {
      for (Operation list : Contract.all().operations()) {
        Optional<Operation> maker = Contract.all().beside(list, "POST");
        if (list.method().equals("GET")
            && maker.isPresent()
            && !list.parameter("includeTotal").isMissingNode()) {
          Request all = world.prepare(list).value("includeTotal", "true");
          int total = suite.api().call(all).json().at("/page/total").asInt();
          if (total != (world.has(maker.get()) ? 1 : 0)) {
            throw new AssertionError("what was refused made " + total + " of " + list.path());
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** An API key with these scopes, of somebody who has every scope and owns nothing else. */
  public String apiKey(Set<String> scopes) {
    return apiKey(scopes, Contract.all().roleWith(all));
  }

  /** An API key with these scopes, of somebody with this role who owns nothing else. */
  public String apiKey(Set<String> scopes, String role) {
    lock.lock();
    try {
      return keys.computeIfAbsent(
          role + new TreeSet<>(scopes), wanted -> suite.signIn().apiKey(scopes, token(role)));
    } finally {
      lock.unlock();
    }
  }

  /** A token of an application with these scopes, of somebody with this role. */
  public String applicationToken(Set<String> scopes, String role) {
    lock.lock();
    try {
      return applications
          .computeIfAbsent(
              role + new TreeSet<>(scopes),
              wanted -> suite.signIn().application(scopes, token(role)))
          .get();
    } finally {
      lock.unlock();
    }
  }

  /** A token of somebody with this role, who owns nothing. */
  public String token(String role) {
    lock.lock();
    try {
      return people.computeIfAbsent(role, r -> suite.signIn().enrol(r, suite.tag())).token();
    } finally {
      lock.unlock();
    }
  }
}
