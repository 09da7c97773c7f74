package dev.parley.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.http.HttpServerUnit;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.ModuleInfo;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.PageCookies;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** The kernel as one module sees it. */
record Core(
    Settings settings,
    Clock clock,
    Ids ids,
    Transactions transactions,
    CommandBus commands,
    QueryBus queries,
    LiveFeed live,
    ObjectMapper json,
    Contract contract,
    MeterRegistry meters,
    SharedValues shared,
    BooleanSupplier databaseUp,
    Assembly assembly,
    String module)
    implements Kernel {
  Core of(String name) {
    return new Core(
        settings,
        clock,
        ids,
        transactions,
        commands,
        queries,
        live,
        json,
        contract,
        meters,
        shared,
        databaseUp,
        assembly,
        name);
  }

  @Override
  public Callers callers() {
    return HttpServerUnit.callers();
  }

  @Override
  public PageCookies cookies() {
    return HttpServerUnit.cookies();
  }

  @Override
  public ModuleInfo info() {
    return new ModuleInfo(module, contract.version(module), databaseUp);
  }

  @Override
  public <T> T port(Class<T> type) {
    return assembly
        .port(type)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "module "
                        + module
                        + " uses "
                        + type.getName()
                        + ", which no module it requires provides"));
  }
}
