package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** The document of the tests, and a compiler for what is made of it. */
final class Shop {
  static final Path DIRECTORY = Path.of("src/test/resources/dev/parley/asyncapi/shop");

  private Shop() {}

  /** The arguments of a run over the document. */
  static List<String> arguments(String target, Path output) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input",
                DIRECTORY.resolve("asyncapi.yaml").toString(),
                "--package",
                "shop",
                "--output",
                output.toString(),
                "--target",
                target,
                "--map",
                "shop/openapi.yaml=shop.model",
                "--jspecify"));
    if (target.equals("client")) {
      args.addAll(List.of("--runtime", "shop.runtime.EventSocket"));
    }
    return args;
  }

  static Map<String, String> sources(String target) {
    return new Generator(Options.parse(arguments(target, Path.of("unused")))).run();
  }

  /**
   * Generates into a directory and compiles it, with hand-written sources of the package beside it.
   */
  static ClassLoader compile(String target, Path directory, String... handWritten) {
    Main.generate(arguments(target, directory.resolve("sources")));
    for (String name : handWritten) {
      copy(DIRECTORY, name, directory.resolve("sources"));
    }
    return compile(directory.resolve("sources"), directory.resolve("classes"));
  }

  static ClassLoader compile(Path sources, Path classes) {
    try (var files = Files.walk(sources)) {
      Files.createDirectories(classes);
      List<String> args =
          new ArrayList<>(
              List.of(
                  "-d",
                  classes.toString(),
                  "--release",
                  "17",
                  "-Xlint:all,-processing,-classfile",
                  "-Xdoclint:all,-missing",
                  "-Werror"));
      args.addAll(List.of("-cp", System.getProperty("java.class.path")));
      files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(args::add);
      StringWriter out = new StringWriter();
      var compiler = ToolProvider.getSystemJavaCompiler();
      var manager = compiler.getStandardFileManager(null, null, null);
      List<String> paths = args.stream().filter(a -> a.endsWith(".java")).toList();
      boolean done =
          compiler
              .getTask(
                  out,
                  manager,
                  null,
                  args.subList(0, args.size() - paths.size()),
                  null,
                  manager.getJavaFileObjectsFromStrings(paths))
              .call();
      assertThat(done).as(out.toString()).isTrue();
      return new URLClassLoader(new URL[] {classes.toUri().toURL()}, Shop.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a hand-written source to its package. */
  static void copy(Path from, String name, Path sources) {
    try {
      String text = Files.readString(from.resolve(name + ".java.txt"));
      String packageName = text.substring("package ".length(), text.indexOf(';'));
      Path directory = Files.createDirectories(sources.resolve(packageName.replace('.', '/')));
      Files.writeString(directory.resolve(name + ".java"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls a static method of a compiled class. */
  static Object call(ClassLoader loader, String type, String method, String... args)
      throws Exception {
    Class<?>[] types = new Class<?>[args.length];
    java.util.Arrays.fill(types, String.class);
    try {
      return loader.loadClass(type).getMethod(method, types).invoke(null, (Object[]) args);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }
}
