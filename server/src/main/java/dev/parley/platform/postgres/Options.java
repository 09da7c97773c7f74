package dev.parley.platform.postgres;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What only tests change: a durable server is the only one the product can be made to start.
 *
 * @param distributions where binaries are unpacked, if not in the server's own directory
 * @param ways how to run where the process is root's
 * @param initdb further options of initdb
 * @param configuration further lines of postgresql.conf
 */
record Options(
    Optional<Path> distributions,
    List<Account.Way> ways,
    List<String> initdb,
    List<String> configuration) {
  static final Options PRODUCTION =
      new Options(Optional.empty(), List.of(Account.Way.values()), List.of(), List.of());
}
