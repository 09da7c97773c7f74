package dev.parley.platform.sample.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.AllowedTo.Who;
import dev.parley.platform.bus.Command;

/** Open to everybody; carries something that must never be logged. */
@AllowedTo(Who.ANYONE)
public record Shout(String password) implements Command<String> {}
