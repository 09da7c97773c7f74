package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who PostgreSQL runs as. It refuses to run as root; a server that does run as root puts it into a
 * user namespace of its own, where its files stay root's, or, where that is forbidden (as in most
 * containers), gives the directory to an ordinary user and runs it as that one.
 *
 * @param prefix the words before a command that make it run so
 */
record Account(List<String> prefix) {
  private static final Logger log = LoggerFactory.getLogger(Account.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The ways root has, in the order they are tried. */
  enum Way {
    NAMESPACE,
    USER
  }

  /** Decides for a directory that exists, and changes its owner if that is what it takes. */
  static Account of(Path home, List<Way> ways) throws IOException, InterruptedException {
    if (!root()) {
      return new Account(List.of());
    }
    int owner = id(home, "uid");
    if (owner != 0) {
      return user(owner, id(home, "gid"), home);
    }
    if (ways.contains(Way.NAMESPACE) && namespacesWork(home)) {
      return new Account(List.of("unshare", "--user", "--"));
    }
    User user = User.ordinary();
    log.info("Giving {} to user {}, who PostgreSQL runs as", home, user.name());
    FileTrees.giveTo(user.uid(), user.gid(), home);
    return user(user.uid(), user.gid(), home);
  }

  private static Account user(int uid, int gid, Path home)
      throws IOException, InterruptedException {
    List<String> prefix =
        List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--");
    if (!works(prefix, List.of("test", "-x", home.toString()), home)) {
      throw new StartupException(
          "user id "
              + uid
              + ", who the embedded PostgreSQL must run as because root may not, cannot enter '"
              + home
              + "': make the directories above it enterable (chmod o+x), set DATA_DIR to another"
              + " directory, run the server as an ordinary user, or set DATABASE_URL");
    }
    return new Account(prefix);
  }

  /**
   * In a namespace files of root belong to the overflow user, who must have a name, and root's
   * right to enter any directory is gone.
   */
  private static boolean namespacesWork(Path home) throws IOException, InterruptedException {
    List<String> prefix = List.of("unshare", "--user", "--");
    return works(prefix, List.of("id", "-un"), home)
        && works(prefix, List.of("test", "-x", home.toString()), home);
  }

  private static boolean works(List<String> prefix, List<String> words, Path directory)
      throws IOException, InterruptedException {
    try {
      return Command.run(prefix, words, "", directory, PATIENCE).succeeded();
    } catch (IOException noSuchProgram) {
      log.debug("Cannot run {}", prefix, noSuchProgram);
      return false;
    }
  }

  private static boolean root() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? id(self, "uid") == 0
        : "root".equals(ProcessHandle.current().info().user().orElse(""));
  }

  private static int id(Path path, String kind) throws IOException {
    return (int) Objects.requireNonNull(Files.getAttribute(path, "unix:" + kind), kind);
  }

  private record User(String name, int uid, int gid) {
    /** The system's postgres user, else nobody. */
    static User ordinary() throws IOException {
      try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
        List<User> users =
            lines.map(line -> line.split(":")).filter(f -> f.length > 3).map(User::of).toList();
        return Stream.of("postgres", "nobody")
            .flatMap(name -> users.stream().filter(user -> user.name.equals(name)))
            .findFirst()
            .orElseThrow(
                () ->
                    new StartupException(
                        "the embedded PostgreSQL cannot run as root and there is no user"
                            + " 'postgres' or 'nobody': add one, run the server as an ordinary"
                            + " user, or set DATABASE_URL"));
      }
    }

    private static User of(String[] fields) {
      return new User(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
    }
  }
}
