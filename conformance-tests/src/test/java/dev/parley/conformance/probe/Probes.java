package dev.parley.conformance.probe;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.ArrayList;
import java.util.List;

/** All cases that the contracts give rise to; none is written down by hand. */
public final class Probes {
  private Probes() {}

  /** The cases of one operation, those for {@link #settings()} apart. */
  public static List<Probe> of(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    probes.addAll(Credentials.probes(operation));
    probes.addAll(ApiKeys.probes(operation));
    probes.addAll(Bodies.probes(operation));
    probes.addAll(Parameters.probes(operation));
    probes.addAll(Protocol.probes(operation));
    probes.addAll(Admitted.probes(operation));
    probes.addAll(Conditions.probes(operation));
    probes.addAll(Repeats.probes(operation));
    probes.addAll(Pages.probes(operation));
    probes.addAll(Owners.probes(operation));
    probes.addAll(Reads.probes(operation));
    return probes;
  }

  /**
   * The cases of all operations that take a server with settings of its own, in the order they have
   * to be run in.
   */
  public static List<Probe> settings() {
    List<Operation> operations = Contract.all().operations();
    List<Probe> probes = new ArrayList<>();
    operations.forEach(operation -> probes.addAll(Small.overloaded(operation)));
    operations.forEach(operation -> probes.addAll(Small.limited(operation)));
    operations.forEach(operation -> probes.addAll(Small.expired(operation)));
    operations.forEach(operation -> probes.addAll(Small.exhausted(operation)));
    return probes;
  }

  /** The cases of all operations, those for {@link #settings()} apart. */
  public static List<Probe> all() {
    return Contract.all().operations().stream().flatMap(o -> of(o).stream()).toList();
  }
}
