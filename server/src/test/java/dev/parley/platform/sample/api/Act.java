package dev.parley.platform.sample.api;

import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandContext;
import java.util.function.Function;

/** A command that does what a test says. */
public record Act(String target, Function<CommandContext, Entry> body) implements Command<Entry> {
  public Act(Function<CommandContext, Entry> body) {
    this("", body);
  }
}
