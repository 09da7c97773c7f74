package dev.parley.platform.sample.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.AllowedTo.Who;
import dev.parley.platform.bus.Command;

/** For workers alone; its answer cannot be kept for repeats. */
@AllowedTo({Who.SYSTEM, Who.SIGNED_IN})
public record Tick() implements Command<CharSequence> {}
