package dev.parley.conformance.probe;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.ArrayList;
import java.util.List;

/** All cases that the contracts give rise to; none is written down by hand. */
public final class Probes {
  private Probes() {}

  /** The cases of one operation. */
  public static List<Probe> of(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    probes.addAll(Credentials.probes(operation));
    probes.addAll(Bodies.probes(operation));
    probes.addAll(Parameters.probes(operation));
    return probes;
  }

  /** The cases of all operations. */
  public static List<Probe> all() {
    return Contract.all().operations().stream().flatMap(o -> of(o).stream()).toList();
  }
}
