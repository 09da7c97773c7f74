package dev.parley;

import dev.parley.app.App;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts the server; a failure the operator can mend is one clear line and exit code 1. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CompletableFuture<App> starting = new CompletableFuture<>();
    // Before the start: who is told to stop while starting must not leave a database running.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop"));
    try {
      Settings settings = Settings.load();
      if (settings.flag("STOP_WITH_PARENT", false)) {
        stopWithParent();
      }
      App app = App.start(settings);
      announce(app, System.out);
      starting.complete(app);
      // Every thread of the server is a daemon; this one keeps the process until it is told to
      // stop, or until only a new start can help, which is for whoever started it.
      System.err.println("Parley stops: " + app.lost().toCompletableFuture().join());
      System.exit(1);
    } catch (StartupException e) {
      System.err.println("Parley cannot start: " + e.getMessage());
      starting.completeExceptionally(e);
      System.exit(1);
    } catch (RuntimeException | Error e) {
      starting.completeExceptionally(e);
      throw e;
    }
  }

  /** For a server that a build runs: Maven, when killed, leaves what it started behind. */
  private static void stopWithParent() {
    ProcessHandle.current()
        .parent()
        .map(ProcessHandle::onExit)
        .ifPresent(
            ended -> {
              var unused = ended.thenRun(() -> System.exit(0));
            });
  }

  /** Closes the server once it has started; one that could not has closed itself. */
  private static void stop(CompletableFuture<App> starting) {
    starting.thenAccept(App::close).exceptionally(failure -> null).join();
  }

  /** What an operator needs to know first; scripts and tests read the first line. */
  private static void announce(App app, PrintStream out) {
    out.println("Parley is listening on " + app.url());
    out.println("  docs            " + app.url() + "/docs");
    out.println("  data            " + app.dataDirectory());
    app.adminPasswordFile().ifPresent(file -> out.println("  admin password  " + file));
    out.flush();
  }
}
