package dev.parley.asyncapi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.SourceVersion;

/** What one run is asked to do; {@link #USAGE} says what each option means. */
record Options(
    Path input,
    String packageName,
    Path output,
    Target target,
    boolean describesClient,
    String name,
    List<Mapping> mappings,
    String delegate,
    String session,
    String runtime,
    boolean jspecify) {

  /** Which end of the wire the sources are for. */
  enum Target {
    SERVER,
    CLIENT,
    MODELS
  }

  /**
   * {@code file[#pointer]=package or class}; file is the end of a path, such as
   * broker/openapi.yaml.
   */
  record Mapping(String file, String pointer, String java) {
    boolean matches(Node node) {
      return node.file().endsWith(Path.of(file))
          && (pointer.isEmpty() || pointer.equals(node.pointer()));
    }
  }

  static final String USAGE =
      """
      Turns an AsyncAPI 3.0 document into Java sources. Exit code 0: done; 1: refused, one line on standard error.

        --input FILE          the document (YAML or JSON)
        --package NAME        the package of the sources
        --output DIR          the source root that they are written to; unchanged files are left alone, files of an
                              earlier run of the same document that are no longer made are deleted
        --target server|client|models
                              which end of the wire the sources are for, or the payloads' types alone, for any protocol
        --describes server|client
                              whose document it is, whose receive and send are meant (default: server)
        --name NAME           prefix of the types that stand for a channel (default: the channel's key); needs a
                              document with one channel
        --map FILE[#POINTER]=PACKAGE|CLASS
                              a $ref into that file means the class that something else generates: PACKAGE.SchemaName,
                              or CLASS where a POINTER names one schema. FILE is the end of a path. Repeatable
        --delegate CLASS      server: the delegate generated from another document with the same client messages
        --session CLASS       server: the session that goes with it
        --runtime CLASS       client: streams of topics over the interface that opens subscriptions, such as
                              org.example.EventSocket, in place of a client of its own; Topic, StreamOptions, StreamListener and Subscription stand beside it
        --jspecify            mark what may be null with org.jspecify.annotations
        --version
        --help
      """;

  static Options parse(List<String> args) {
    var raw = new Arguments(args);
    String target = raw.required("--target");
    if (!List.of("server", "client", "models").contains(target)) {
      throw new Refusal("--target " + target, "expected server, client or models");
    }
    String describes = raw.optional("--describes");
    if (!List.of("", "server", "client").contains(describes)) {
      throw new Refusal("--describes " + describes, "expected server or client");
    }
    Options options =
        new Options(
            path("--input", raw.required("--input")),
            raw.required("--package"),
            path("--output", raw.required("--output")),
            Target.valueOf(target.toUpperCase(Locale.ROOT)),
            describes.equals("client"),
            raw.optional("--name"),
            raw.all("--map").stream().map(Options::mapping).toList(),
            raw.optional("--delegate"),
            raw.optional("--session"),
            raw.optional("--runtime"),
            raw.flag("--jspecify"));
    raw.refuseRest();
    options.check();
    return options;
  }

  boolean client() {
    return target == Target.CLIENT;
  }

  boolean server() {
    return target == Target.SERVER;
  }

  /** Whether endpoints or clients are made, which are for WebSocket. */
  boolean sockets() {
    return server() || (client() && runtime.isEmpty());
  }

  /** Whether to read what a newer version of the document may send. */
  boolean tolerant() {
    return target != Target.SERVER;
  }

  /** The mapping of a place; one of a single schema goes before one of a whole file. */
  Optional<Mapping> mapping(Node node) {
    List<Mapping> matching =
        new ArrayList<>(mappings.stream().filter(m -> m.matches(node)).toList());
    matching.sort((a, b) -> Boolean.compare(a.pointer().isEmpty(), b.pointer().isEmpty()));
    return matching.stream().findFirst();
  }

  private void check() {
    if (!SourceVersion.isName(packageName)) {
      throw new Refusal("--package " + packageName, "not a Java package name");
    }
    if (!name.isEmpty() && !SourceVersion.isIdentifier(name)) {
      throw new Refusal("--name " + name, "not a Java name");
    }
    if (delegate.isEmpty() != session.isEmpty()) {
      throw new Refusal("--delegate, --session", "one is of no use without the other");
    }
    if (!server() && !delegate.isEmpty()) {
      throw new Refusal("--delegate " + delegate, "is for --target server");
    }
    if (!client() && !runtime.isEmpty()) {
      throw new Refusal("--runtime " + runtime, "is for --target client");
    }
  }

  private static Path path(String option, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Refusal(option, "is no path: " + e.getReason());
    }
  }

  private static Mapping mapping(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 1 || !SourceVersion.isName(text.substring(equals + 1))) {
      throw new Refusal("--map " + text, "expected FILE=PACKAGE or FILE#POINTER=CLASS");
    }
    String place = text.substring(0, equals);
    int hash = place.indexOf('#');
    return hash < 0
        ? new Mapping(place, "", text.substring(equals + 1))
        : new Mapping(
            place.substring(0, hash), place.substring(hash + 1), text.substring(equals + 1));
  }
}
