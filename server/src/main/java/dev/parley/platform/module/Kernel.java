package dev.parley.platform.module;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.event.LiveFeed;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.PageCookies;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What the platform gives a module while it is wired. */
public interface Kernel {
  Settings settings();

  Clock clock();

  Ids ids();

  Transactions transactions();

  /** Sends nothing before all modules are wired. */
  CommandBus commands();

  /** Answers nothing before all modules are wired. */
  QueryBus queries();

  /** Where market data goes. */
  LiveFeed live();

  ObjectMapper json();

  /** Who calls, on the thread of a request. */
  Callers callers();

  /** Which cookies a page gets with its answer, on the thread of a request. */
  PageCookies cookies();

  Contract contract();

  MeterRegistry meters();

  /** What nodes share for a while and may lose; nothing is shared without a Redis. */
  SharedValues shared();

  /** What the module being wired says of itself. */
  ModuleInfo info();

  /** A port that a required module has provided. */
  <T> T port(Class<T> type);
}
