package dev.parley.platform.bus;

import dev.parley.platform.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.MDC;

/** Puts trace, user and command on every log line of this thread, and takes off what it put. */
final class TraceContext implements AutoCloseable {
  private final List<String> added = new ArrayList<>(4);

  private TraceContext(Caller caller) {
    put("traceId", caller.traceId());
    put("user", caller.actor());
  }

  static TraceContext of(Caller caller) {
    return new TraceContext(caller);
  }

  static TraceContext of(Caller caller, String command, UUID commandId) {
    TraceContext context = new TraceContext(caller);
    context.put("command", command);
    context.put("commandId", commandId.toString());
    return context;
  }

  private void put(String name, String value) {
    if (MDC.get(name) == null) { // the request's filter may have put its own, which outlives us
      MDC.put(name, value);
      added.add(name);
    }
  }

  @Override
  public void close() {
    added.forEach(MDC::remove);
  }
}
