package dev.parley.conformance.lie;

import dev.parley.conformance.Suite;
import java.net.URI;
import java.util.Optional;

/** A proxy and the suite that believes it to be the server. Used by one thread at a time. */
final class Booth implements AutoCloseable {
  private final Proxy proxy;
  private final Suite suite;

  /**
   * @param direct whose callers it has
   * @param server that it is about
   */
  Booth(Suite direct, URI server) {
    proxy = new Proxy(server);
    suite = direct.through(proxy.url());
  }

  Suite suite() {
    return suite;
  }

  /** Runs a case over a proxy that does not lie; what is found nevertheless. */
  Optional<String> honest(Planted planted) {
    proxy.tell(Optional.of(planted.lie()));
    Optional<Throwable> thrown = Verdict.thrown(suite, planted.body());
    String name = planted.lie().name() + ": ";
    return thrown
        .map(t -> name + t)
        .or(() -> proxy.failures().stream().findFirst().map(f -> name + "the proxy: " + f));
  }

  Verdict told(Planted planted) {
    return Verdict.of(proxy, suite, planted.lie(), planted.body());
  }

  @Override
  public void close() {
    proxy.close();
  }
}
