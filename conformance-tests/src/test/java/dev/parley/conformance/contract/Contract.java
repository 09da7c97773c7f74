package dev.parley.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All contracts of the specs jar. Immutable. */
public final class Contract {
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Contract ALL = read();

  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<String, JsonNode> asyncApis = new TreeMap<>();
  private final JsonNode roles;

  /** The contracts on the class path. */
  public static Contract all() {
    return ALL;
  }

  private Contract(
      Map<String, JsonNode> openApis, Map<String, JsonNode> asyncApis, JsonNode roles) {
    openApis.forEach(this::addOperations);
    this.asyncApis.putAll(asyncApis);
    this.roles = roles;
  }

  private void addOperations(String module, JsonNode document) {
    Schemas schemas = new Schemas(document);
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> e : path.getValue().properties()) {
        if (METHODS.contains(e.getKey())) {
          String id = e.getValue().path("operationId").asText();
          Operation operation =
              new Operation(
                  module,
                  id,
                  e.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  document,
                  path.getValue(),
                  e.getValue(),
                  schemas);
          operations.put(id, operation);
          for (Map.Entry<String, JsonNode> link :
              operation.response(operation.success()).path("links").properties()) {
            String target = link.getValue().path("operationId").asText();
            links.add(new Link(operation, link.getKey(), target, link.getValue()));
          }
        }
      }
    }
  }

  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  public Operation operation(String id) {
    Operation found = operations.get(id);
    if (found == null) {
      throw new IllegalArgumentException("No contract has an operation " + id);
    }
    return found;
  }

  /** The other operation of a path; none where the path does not answer that method. */
  public Optional<Operation> beside(Operation operation, String method) {
    return operations.values().stream()
        .filter(o -> o.path().equals(operation.path()) && o.method().equals(method))
        .findFirst();
  }

  public List<Link> links() {
    return List.copyOf(links);
  }

  /** The links that lead to an operation. */
  public List<Link> linksTo(String operation) {
    return links.stream().filter(link -> link.target().equals(operation)).toList();
  }

  /** The AsyncAPI documents by module; {@code common} has the frames of the protocol. */
  public Map<String, JsonNode> asyncApis() {
    return asyncApis;
  }

  /** The role with the fewest scopes that holds all of these. */
  public String roleWith(Set<String> scopes) {
    return rolesByScopes().stream()
        .filter(role -> scopesOf(role).containsAll(scopes))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No role holds all of " + scopes));
  }

  /** Every role that holds all of these. */
  public List<String> rolesWith(Set<String> scopes) {
    return rolesByScopes().stream().filter(role -> scopesOf(role).containsAll(scopes)).toList();
  }

  /** All roles, those with fewer scopes first. */
  public List<String> rolesByScopes() {
    return roles.path("roles").properties().stream()
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparingInt(role -> scopesOf(role).size()))
        .toList();
  }

  /** What a role may do, the role it includes too. */
  public Set<String> scopesOf(String role) {
    JsonNode node = roles.path("roles").path(role);
    Set<String> result = new LinkedHashSet<>();
    node.path("scopes").forEach(scope -> result.add(scope.asText()));
    if (node.has("includes")) {
      result.addAll(scopesOf(node.path("includes").asText()));
    }
    return result;
  }

  /** The scopes that no API key holds. */
  public Set<String> signInOnly() {
    Set<String> result = new LinkedHashSet<>();
    roles.path("signInOnly").forEach(scope -> result.add(scope.asText()));
    return result;
  }

  private static Contract read() {
    Map<String, JsonNode> openApis = new TreeMap<>();
    Map<String, JsonNode> asyncApis = new TreeMap<>();
    for (String module : modules()) {
      JsonNode openApi = read("specs/" + module + "/openapi.json");
      if (openApi != null && !openApi.path("paths").isEmpty()) {
        openApis.put(module, openApi);
      }
      JsonNode asyncApi = read("specs/" + module + "/asyncapi.json");
      if (asyncApi != null) {
        asyncApis.put(module, asyncApi);
      }
    }
    return new Contract(openApis, asyncApis, read("specs/roles.json"));
  }

  private static JsonNode read(String resource) {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? null : JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every folder beside the table of roles, in the jar or in the build's directory. */
  private static List<String> modules() {
    URL roles = Contract.class.getClassLoader().getResource("specs/roles.json");
    if (roles == null) {
      throw new IllegalStateException("The specs are not on the class path");
    }
    try {
      URI uri = roles.toURI();
      if (!uri.getScheme().equals("jar")) {
        return folders(Path.of(uri).getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return folders(jar.getPath("specs"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> folders(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString().replace("/", ""))
          .sorted()
          .toList();
    }
  }
}
