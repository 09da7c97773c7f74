package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's programs, run in their directory as the user they must run as. */
record Programs(Binaries binaries, Account account, Path home, Duration patience) {

  Command.Result run(String program, String... arguments) {
    return feed("", program, arguments);
  }

  Command.Result feed(String input, String program, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(path(program));
    words.addAll(List.of(arguments));
    try {
      return Command.run(account.prefix(), words, input, home, patience.plusSeconds(10));
    } catch (IOException failed) {
      throw new StartupException("cannot run '" + path(program) + "': " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while running " + program, interrupted);
    }
  }

  String path(String program) {
    return binaries.program(program).toString();
  }
}
