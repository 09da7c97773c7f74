package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.transport.Transport;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the SDK shows: nothing internal, and every operation of the contracts. */
class PublicApiTest {
  private static final Set<String> FOREIGN =
      Set.of(
          "com.fasterxml.jackson.core.type.TypeReference",
          "com.fasterxml.jackson.databind.ObjectMapper");

  @Test
  void publicSignaturesShowPublicTypesOnly() {
    Set<String> leaks = new TreeSet<>();
    for (Class<?> type : classes()) {
      if (!isVisible(type)) {
        continue;
      }
      signatures(type)
          .filter(used -> !isAllowed(used))
          .forEach(used -> leaks.add(type.getName() + " shows " + used.getName()));
    }

    assertThat(leaks).isEmpty();
  }

  @Test
  void everyOperationHasItsCallsInBothWays() {
    Set<String> expected = new TreeSet<>();
    for (JsonNode operation : Contract.operations()) {
      String id = operation.path("operationId").asText();
      expected.addAll(List.of(id, id + "WithResponse"));
      if (operation.path("parameters").toString().contains("/Cursor")) {
        expected.add(id + "All");
      }
    }

    assertThat(expected).hasSizeGreaterThan(50).contains("listOrdersAll", "listTradesAll");
    assertThat(calls(Apis.class)).isEqualTo(expected);
    assertThat(calls(AsyncApis.class)).isEqualTo(expected);
  }

  @Test
  void everyApiWorksOverAForeignTransport() {
    assertThat(classes())
        .filteredOn(type -> type.getPackageName().equals("dev.parley.client.api"))
        .filteredOn(type -> type.getEnclosingClass() == null && !type.isInterface())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.getConstructor(Transport.class)).isNotNull());
  }

  private static Set<String> calls(Class<?> entrance) {
    return Arrays.stream(entrance.getMethods())
        .map(Method::getReturnType)
        .filter(type -> type.getPackageName().equals("dev.parley.client.api"))
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Class<?>> signatures(Class<?> type) {
    Stream<Type> fields =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> isShown(field.getModifiers()))
            .map(Field::getGenericType);
    Stream<Type> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> isShown(method.getModifiers()) && !method.isSynthetic())
            .flatMap(
                method ->
                    Stream.of(
                            Stream.of(method.getGenericReturnType()),
                            Arrays.stream(method.getGenericParameterTypes()),
                            Arrays.stream(method.getGenericExceptionTypes()))
                        .flatMap(types -> types));
    Stream<Type> constructors =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(constructor -> isShown(constructor.getModifiers()))
            .map(Constructor::getGenericParameterTypes)
            .flatMap(Arrays::stream);
    return Stream.of(fields, methods, constructors)
        .flatMap(types -> types)
        .flatMap(PublicApiTest::raw);
  }

  private static Stream<Class<?>> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return Stream.of(plain.isArray() ? plain.getComponentType() : plain);
    }
    if (type instanceof ParameterizedType generic) {
      return Stream.concat(
          raw(generic.getRawType()),
          Arrays.stream(generic.getActualTypeArguments()).flatMap(PublicApiTest::raw));
    }
    if (type instanceof GenericArrayType array) {
      return raw(array.getGenericComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).flatMap(PublicApiTest::raw);
    }
    return Stream.of();
  }

  private static boolean isAllowed(Class<?> used) {
    return used.isPrimitive()
        || used.getName().startsWith("java.")
        || FOREIGN.contains(used.getName())
        || (used.getName().startsWith("dev.parley.client.") && isVisible(used));
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<Class<?>> classes() {
    try {
      Path root =
          Path.of(ParleyClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
            .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
            .<Class<?>>map(PublicApiTest::load)
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
