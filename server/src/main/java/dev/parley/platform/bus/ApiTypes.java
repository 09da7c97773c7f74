package dev.parley.platform.bus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the messages that a feature declares, so that one without a handler is noticed at start
 * (T02). Looks where by house rule they all live: in the feature's {@code api} package, or in
 * {@code handler} when they are nobody else's business. Those few classes would be loaded anyway.
 */
public final class ApiTypes {
  private static final List<String> PARTS = List.of("api", "handler");

  private ApiTypes() {}

  /**
   * The concrete classes of a feature's {@code api} and {@code handler} packages that implement a
   * type.
   *
   * @param module a class of the feature's root package
   * @param kind {@link Command}, {@link Query} or a domain event
   */
  public static <T> Set<Class<? extends T>> besides(Class<?> module, Class<T> kind) {
    Set<Class<? extends T>> found = new LinkedHashSet<>();
    for (String part : PARTS) {
      String folder = (module.getPackageName() + '.' + part).replace('.', '/');
      for (String name : classNames(module.getClassLoader(), folder)) {
        Class<?> type = load(module.getClassLoader(), name);
        if (kind.isAssignableFrom(type)
            && !type.isInterface()
            && !Modifier.isAbstract(type.getModifiers())) {
          found.add(type.asSubclass(kind));
        }
      }
    }
    return found;
  }

  private static Set<String> classNames(ClassLoader loader, String folder) {
    try {
      Set<String> names = new LinkedHashSet<>();
      for (URL place : Collections.list(loader.getResources(folder))) {
        names.addAll(place.getProtocol().equals("jar") ? inJar(place, folder) : inFolder(place));
      }
      return names.stream()
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> folder + '/' + name)
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the classes of " + folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot list the classes of " + folder, e);
    }
  }

  private static Set<String> inFolder(URL place) throws IOException, URISyntaxException {
    Path root = Path.of(new URI(place.toString()));
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> inJar(URL place, String folder) throws IOException {
    var jar = (JarURLConnection) place.openConnection();
    String prefix = folder + '/';
    return jar.getJarFile().stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Listed but not there: " + name, e);
    }
  }
}
