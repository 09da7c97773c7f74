package dev.parley.conformance.probe;

import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import dev.parley.conformance.secrecy.Sighting;
import java.util.List;

/** What was written is what is read next, but for secrets, which are shown once. */
final class Reads {
  private Reads() {}

  static List<Probe> probes(Operation operation) {
    if (operation.method().equals("GET") || !operation.path().contains("{")) {
      return List.of();
    }
    return Contract.all().operations().stream()
        .filter(read -> read.method().equals("GET") && read.path().endsWith("}"))
        .filter(read -> operation.path().startsWith(read.path()))
        .map(
            read ->
                new Probe(
                    operation,
                    Kind.CONDITION,
                    "read at once by " + read.id(),
                    suite -> changed(suite, operation, read)))
        .toList();
  }

  private static void changed(Suite suite, Operation operation, Operation read) {
    World world = new World(suite, operation);
    Request write = world.prepare(operation);
    Request get = world.prepare(read);
    Answer before = succeed(suite, get);
    Answer written = succeed(suite, write);
    Answer after = suite.api().call(get);
    if (operation.method().equals("DELETE") && after.status() == 404) {
      return;
    }
    require(after, get);
    boolean same = after.json().equals(before.json());
    boolean told =
        written.body().isEmpty()
            // What was made is somewhere else.
            || write.operation().success() == 201
            || (after.json().equals(Sighting.withoutSecrets(written.json()))
                && after.header("ETag").equals(written.header("ETag")));
    if (same || !told) {
      throw new AssertionError(
          "after %s %s%nreads %s".formatted(written.status(), written.body(), after.body()));
    }
  }

  private static Answer succeed(Suite suite, Request request) {
    Answer answer = suite.api().call(request);
    require(answer, request);
    return answer;
  }

  private static void require(Answer answer, Request request) {
    if (answer.status() != request.operation().success()) {
      throw new AssertionError(answer.status() + " " + answer.body() + "\nto " + request);
    }
  }
}
