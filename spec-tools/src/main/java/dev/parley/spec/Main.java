package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bundle SPECS OUTPUT VERSION}: lints every contract, then writes {@code
 * <module>/openapi.{yaml,json}}, {@code <module>/asyncapi.{yaml,json}} and the merged {@code
 * openapi.yaml}. {@code error-codes SPECS OUTPUT}: writes the server's error codes. Refusals go to
 * standard error, a line each, and end in exit code 1.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    try {
      run(args);
    } catch (SpecException e) {
      System.err.println(e.getMessage());
      // Maven's exec:java turns this into a failed build without a stack trace of ours.
      throw new IllegalStateException("the contracts were refused, see the lines above");
    }
  }

  static void run(String... args) throws IOException {
    Path specs = Path.of(args[1]).toAbsolutePath().normalize();
    Path output = Path.of(args[2]);
    Documents documents = new Documents();
    switch (args[0]) {
      case "bundle" -> bundle(documents, specs, output, args[3]);
      case "error-codes" -> ErrorCodes.generate(documents, specs, output);
      default -> throw new SpecException("unknown command " + args[0]);
    }
  }

  private static void bundle(Documents documents, Path specs, Path output, String version)
      throws IOException {
    Map<String, ObjectNode> openApis = new LinkedHashMap<>();
    Map<String, ObjectNode> asyncApis = new LinkedHashMap<>();
    for (Path folder : modules(specs)) {
      String module = folder.getFileName().toString();
      Path openApi = folder.resolve("openapi.yaml");
      if (Files.exists(openApi)) {
        openApis.put(module, new OpenApiBundler(documents, specs).bundle(module, openApi));
      }
      Path asyncApi = folder.resolve("asyncapi.yaml");
      if (Files.exists(asyncApi)) {
        asyncApis.put(module, new AsyncApiBundler(documents).bundle(asyncApi));
      }
    }
    JsonNode roles = documents.read(specs.resolve("common/roles.yaml"));
    JsonNode rates = documents.read(specs.resolve("common/rates.yaml"));
    List<String> findings = Linter.lint(openApis, asyncApis, roles, rates);
    if (!findings.isEmpty()) {
      throw new SpecException(findings);
    }
    openApis.forEach((module, bundle) -> write(output.resolve(module), "openapi", bundle));
    openApis.forEach(
        (module, bundle) ->
            Documents.write(output.resolve(module + "/openapi.yaml"), forServer(bundle)));
    asyncApis.forEach((module, bundle) -> write(output.resolve(module), "asyncapi", bundle));
    write(output, "openapi", Merger.merge(openApis, "Parley API", version));
    Documents.write(output.resolve("roles.json"), roles);
    Documents.write(output.resolve("rates.json"), rates);
    write(output.resolve("common"), "openapi", common(documents, specs));
    System.out.printf(
        "%d OpenAPI and %d AsyncAPI documents linted and bundled%n",
        openApis.size(), asyncApis.size());
  }

  /** The shared schemas as a document of their own, from which their types are generated once. */
  private static ObjectNode common(Documents documents, Path specs) {
    Path file = specs.resolve("common/schemas.yaml").toAbsolutePath().normalize();
    ObjectNode bundle = Documents.empty();
    bundle.put("openapi", "3.0.3").putObject("info").put("title", "Common").put("version", "1.0.0");
    bundle.putObject("paths");
    JsonNode schemas = documents.read(file).at("/components/schemas");
    JsonNode inlined = new Inliner(documents, file, bundle).inline(file, schemas);
    bundle.withObject("/components/schemas").setAll((ObjectNode) inlined);
    OpenApiBundler.completeErrorCodes(bundle);
    return bundle;
  }

  private static void write(Path folder, String name, ObjectNode bundle) {
    Documents.write(folder.resolve(name + ".json"), bundle);
    Documents.write(folder.resolve(name + ".yaml"), forGenerators(bundle));
  }

  /**
   * The generators read the YAML; the parser behind them refuses a structured requestBody in a
   * link, and they know no form that is open to more parameters.
   */
  private static ObjectNode forGenerators(ObjectNode bundle) {
    ObjectNode copy = bundle.deepCopy();
    copy.findParents("links").forEach(n -> ((ObjectNode) n).remove("links"));
    for (JsonNode form : copy.findValues(OpenApiBundler.FORM)) {
      JsonNode schema = copy.at(form.at("/schema/$ref").asText().replaceFirst("^#", ""));
      if (schema instanceof ObjectNode closed) {
        closed.remove("additionalProperties");
      }
    }
    return copy;
  }

  /** Delegates get a form as one record, as they get JSON: the server has read it by then. */
  private static ObjectNode forServer(ObjectNode bundle) {
    ObjectNode copy = forGenerators(bundle);
    for (JsonNode content : copy.findValues("content")) {
      if (content instanceof ObjectNode types && types.has(OpenApiBundler.FORM)) {
        types.set("application/json", types.remove(OpenApiBundler.FORM));
      }
    }
    return copy;
  }

  private static List<Path> modules(Path specs) throws IOException {
    try (var folders = Files.list(specs)) {
      return folders
          .filter(
              f ->
                  Files.exists(f.resolve("openapi.yaml"))
                      || Files.exists(f.resolve("asyncapi.yaml")))
          .sorted()
          .toList();
    }
  }
}
