package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory PostgreSQL keeps its data in. It is made aside and renamed when it is whole, with
 * its one login and that one's database, so an interrupted first start leaves nothing half done.
 */
final class Cluster {
  static final String DATABASE = "parley";
  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final String PARTIAL = "initialising-";

  private Cluster() {}

  /** The data directory, made first if there is none; {@code options} are initdb's. */
  static Path ensure(Programs programs, Credentials login, List<String> options)
      throws IOException {
    Path data = programs.home().resolve("data");
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return data;
    }
    if (Files.exists(data)) {
      throw new StartupException("'" + data + "' is not a PostgreSQL data directory: move it away");
    }
    deletePartial(programs.home());
    log.info("Initialising PostgreSQL data in {}", data);
    Path partial = programs.home().resolve(PARTIAL + ProcessHandle.current().pid());
    initialise(programs, partial, options);
    createLogin(programs, partial, login);
    Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    return data;
  }

  private static void initialise(Programs programs, Path data, List<String> options) {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "--pgdata=" + data,
                    "--username=postgres",
                    // The superuser cannot log in at all: only the login rules' one user can.
                    "--auth=reject",
                    "--encoding=UTF8",
                    // PostgreSQL's own collation: the same order and indexes on every system.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-locale",
                    "--data-checksums",
                    "--no-instructions"),
                options.stream())
            .toList();
    check(programs.run("initdb", arguments.toArray(String[]::new)));
  }

  /** Runs a lone backend, which needs no login, to make the user and its database. */
  private static void createLogin(Programs programs, Path data, Credentials login) {
    String statements =
        """
        CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'
        CREATE DATABASE %3$s OWNER %1$s
        REVOKE ALL ON DATABASE %3$s FROM PUBLIC
        """
            .formatted(login.username(), login.password().reveal(), DATABASE);
    Command.Result result =
        programs.feed(statements, "postgres", "--single", "-D", data.toString(), "postgres");
    check(result);
    if (result.output().contains("ERROR:")) {
      throw new StartupException("cannot initialise the embedded PostgreSQL: " + result.lastLine());
    }
  }

  private static void check(Command.Result result) {
    if (!result.succeeded()) {
      throw new StartupException("cannot initialise the embedded PostgreSQL: " + result.lastLine());
    }
  }

  private static void deletePartial(Path home) throws IOException {
    try (Stream<Path> children = Files.list(home)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(PARTIAL)) {
          FileTrees.delete(child);
        }
      }
    }
  }
}
