package dev.parley.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles the product's own shared parts with a small module, whole and broken. */
class BundleIT {
  private static final String PETS =
      """
      openapi: 3.0.3
      info: {title: Pets, version: 1.0.0, description: Pets.}
      servers: [{url: /}]
      paths:
        /api/v1/pets/pets:
          post:
            tags: [Pets]
            operationId: addPet
            summary: Add a pet
            description: Adds a pet.
            security: [{oauth2: [orders:write]}]
            x-rate-limit: query
            x-idempotency: accepted
            x-location: /api/v1/pets/pets/{name}
            requestBody:
              required: true
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Pet'}
                  examples: {rex: {value: {name: rex}}}
            responses:
              '201':
                description: The pet.
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Pet'}
                    examples: {rex: {value: {name: rex}}}
              '400': {$ref: '../common/responses.yaml#/components/responses/BadRequest'}
              '401': {$ref: '../common/responses.yaml#/components/responses/Unauthorized'}
              '403': {$ref: '../common/responses.yaml#/components/responses/Forbidden'}
              '422': {$ref: '../common/responses.yaml#/components/responses/UnprocessableContent'}
              '429': {$ref: '../common/responses.yaml#/components/responses/TooManyRequests'}
      components:
        schemas:
          Pet:
            type: object
            description: A pet.
            additionalProperties: false
            required: [name]
            properties:
              name: {type: string, maxLength: 20, description: Its name.}
              weight: {$ref: '../common/schemas.yaml#/components/schemas/Decimal'}
      """;

  @TempDir Path folder;
  private Path specs;
  private Path output;

  @BeforeEach
  void copyTheSharedParts() throws IOException {
    specs = Files.createDirectories(folder.resolve("specs"));
    output = folder.resolve("out");
    Path common = Files.createDirectories(specs.resolve("common"));
    try (Stream<Path> files = Files.list(Path.of("../specs/common"))) {
      for (Path file : files.toList()) {
        Files.copy(file, common.resolve(file.getFileName()));
      }
    }
    Files.createDirectories(specs.resolve("pets"));
  }

  @Test
  void makesOneSelfContainedDocument() throws IOException {
    JsonNode bundle = bundle(PETS);

    assertThat(bundle.findValuesAsText("$ref")).allMatch(ref -> ref.startsWith("#/components/"));
    JsonNode responses = bundle.at("/paths/~1api~1v1~1pets~1pets/post/responses");
    assertThat(responses.fieldNames())
        .toIterable()
        .contains("201", "400", "405", "406", "413", "415", "500", "503");
    assertThat(responses.at("/201/headers").fieldNames())
        .toIterable()
        .contains("X-Request-Id", "RateLimit", "Location")
        .doesNotContain("ETag");
    assertThat(bundle.at("/components/schemas/Decimal/format").asText()).isEqualTo("decimal");
    assertThat(bundle.at("/components/schemas/ErrorCode/enum")).isNotEmpty();
    assertThat(bundle.at("/paths/~1api~1v1~1pets~1health/get/operationId").asText())
        .isEqualTo("getPetsHealth");
  }

  @Test
  void saysWhichRolesMayAndWhatEachScopeAllows() throws IOException {
    JsonNode bundle = bundle(PETS);

    JsonNode add = bundle.at("/paths/~1api~1v1~1pets~1pets/post");
    assertThat(add.path("x-roles")).hasToString("[\"user\",\"manager\",\"admin\"]");
    JsonNode health = bundle.at("/paths/~1api~1v1~1pets~1health/get");
    assertThat(health.has("x-roles")).as("what asks for no credentials").isFalse();
    JsonNode scopes = bundle.at("/components/securitySchemes/oauth2/flows/password/scopes");
    assertThat(scopes.path("orders:write").asText()).isEqualTo("Place, change and cancel orders.");
    assertThat(scopes.has("password:change")).isTrue();
    JsonNode programs =
        bundle.at("/components/securitySchemes/oauth2/flows/clientCredentials/scopes");
    assertThat(programs.has("orders:write")).isTrue();
    assertThat(programs.has("password:change")).as("what only a sign-in gives").isFalse();
  }

  @Test
  void knowsWhichPathsAreAModules() throws IOException {
    bundle(PETS.replace("/api/v1/pets/pets:", "/.well-known/pets:"));

    assertThatThrownBy(() -> bundle(PETS.replace("/api/v1/pets/pets:", "/pets/.well-known/pets:")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("/pets/.well-known/pets: must begin with /api/v{major}/pets");
  }

  @Test
  void takesFormsAndErrorsOfOAuth() throws IOException {
    JsonNode bundle = bundle(oauth("additionalProperties: true"));

    JsonNode add = bundle.at("/paths/~1api~1v1~1pets~1pets/post");
    assertThat(add.path("responses").has("422")).isFalse();
    assertThat(add.at("/responses/201/headers").has("Pragma")).isTrue();
    assertThat(add.at("/requestBody/content").has(OpenApiBundler.FORM)).isTrue();
    // Its delegate gets a record, its client sends a form.
    JsonNode server = Documents.parse(Files.readString(output.resolve("pets/openapi.yaml")));
    assertThat(
            server
                .at("/paths/~1api~1v1~1pets~1pets/post/requestBody/content")
                .has("application/json"))
        .isTrue();
    JsonNode client = Documents.parse(Files.readString(output.resolve("openapi.yaml")));
    assertThat(
            client
                .at("/paths/~1api~1v1~1pets~1pets/post/requestBody/content")
                .has(OpenApiBundler.FORM))
        .isTrue();
  }

  @Test
  void refusesFormsThatCannotBeSent() {
    assertThatThrownBy(
            () ->
                bundle(
                    oauth("additionalProperties: false")
                        .replace("type: string, maxLength: 20,", "type: boolean,")
                        .replace("x-errors: oauth2", "x-errors: rfc6749")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("POST /api/v1/pets/pets: x-errors must be oauth2")
        .hasMessageContaining("a form says additionalProperties: true")
        .hasMessageContaining("form parameter name: must be a string");
  }

  private static String oauth(String additional) {
    return PETS.replaceFirst("application/json", OpenApiBundler.FORM)
        .replace("x-rate-limit: query", "x-rate-limit: query\n      x-errors: oauth2")
        .replaceAll(".*'422'.*\n", "")
        .replace("additionalProperties: false", additional);
  }

  @Test
  void saysWhatThePagesOfAListHold() throws IOException {
    String list =
        PETS.replace(
                "    post:\n",
                """
                    get:
                      tags: [Pets]
                      operationId: listPets
                      summary: List pets
                      description: Lists pets.
                      security: [{oauth2: [orders:read]}]
                      x-rate-limit: query
                      parameters: [{$ref: '../common/parameters.yaml#/components/parameters/Cursor'}]
                      responses:
                        '200':
                          description: A page of pets.
                          content:
                            application/json:
                              schema: {$ref: '#/components/schemas/PetPage'}
                              examples: {none: {value: {items: [], page: {limit: 50, nextCursor: null}}}}
                        '400': {$ref: '../common/responses.yaml#/components/responses/BadRequest'}
                        '401': {$ref: '../common/responses.yaml#/components/responses/Unauthorized'}
                        '403': {$ref: '../common/responses.yaml#/components/responses/Forbidden'}
                        '422': {$ref: '../common/responses.yaml#/components/responses/UnprocessableContent'}
                        '429': {$ref: '../common/responses.yaml#/components/responses/TooManyRequests'}
                    post:
                """
                    .indent(0))
            + """
                PetPage:
                  type: object
                  description: A page of pets.
                  required: [items, page]
                  properties:
                    items:
                      type: array
                      maxItems: 100
                      description: The pets.
                      items: {$ref: '#/components/schemas/Pet'}
                    page: {$ref: '../common/schemas.yaml#/components/schemas/Page'}
            """;

    JsonNode bundle = bundle(list);

    assertThat(bundle.at("/paths/~1api~1v1~1pets~1pets/get/x-page-items").asText())
        .isEqualTo("Pet");
    assertThat(bundle.at("/paths/~1api~1v1~1pets~1pets/post").has("x-page-items")).isFalse();
    assertThatThrownBy(
            () ->
                bundle(
                    list.replace(
                        "items: {$ref: '#/components/schemas/Pet'}",
                        "items: {type: string, maxLength: 9, description: A name.}")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("listPets takes a cursor");
  }

  @Test
  void readsTheFilesOfAContractAsOne() throws IOException {
    int components = PETS.indexOf("components:");
    Files.writeString(specs.resolve("pets/schemas.yaml"), PETS.substring(components));

    JsonNode whole = bundle(PETS);
    JsonNode parts = bundle("x-parts: [schemas.yaml]\n" + PETS.substring(0, components));

    assertThat(parts).isEqualTo(whole);
    assertThatThrownBy(() -> bundle("x-parts: [schemas.yaml]\n" + PETS))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("schemas.yaml: Pet stands in another part already");
    assertThatThrownBy(() -> bundle("x-parts: [nothing.yaml]\n" + PETS))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("nothing.yaml");
  }

  @Test
  void leavesWhatHasNotChangedAlone() throws IOException {
    bundle(PETS);
    Path file = output.resolve("pets/openapi.yaml");
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, before);

    bundle(PETS);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  @Test
  void namesEveryBreachWithItsPlace() {
    String broken =
        PETS.replace("summary: Add a pet\n", "deprecated: false\n")
            .replace("x-rate-limit: query", "x-rate-limit: often")
            .replace("maxLength: 20, ", "")
            .replace("orders:write", "orders:wirte")
            .replace("'401'", "'404'");

    assertThatThrownBy(() -> bundle(broken))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("specs/pets: POST /api/v1/pets/pets: summary is missing")
        .hasMessageContaining(
            "x-rate-limit must be none or a class of specs/common/rates.yaml: frame,")
        .hasMessageContaining("components/schemas/Pet/name: a string needs maxLength")
        .hasMessageContaining("no role holds the scope orders:wirte")
        .hasMessageContaining("must declare the status 401");
  }

  @Test
  void namesEveryBreachInTheTableOfTheBudgets() throws IOException {
    Files.writeString(
        specs.resolve("common/rates.yaml"),
        """
        classes:
          query: {limit: 0, seconds: 60, per: everybody}
          login: {description: Sign-in., limit: 5, seconds: 7200, per: account, within: query}
          None_: {description: No name., limit: ten, seconds: 1, per: caller}
        """);

    assertThatThrownBy(() -> bundle(PETS))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("specs/common/rates.yaml: query: description is missing")
        .hasMessageContaining("query: limit must be 1 to 10000000")
        .hasMessageContaining("query: per must be one of [caller, account, address]")
        .hasMessageContaining("login: seconds must be 1 to 3600")
        .hasMessageContaining("login: within must name a budget of an address")
        .hasMessageContaining("None_: must be kebab-case")
        .hasMessageContaining("None_: limit must be");
  }

  @Test
  void wantsABudgetForWhatClientsSendOverSockets() throws IOException {
    Path frames = specs.resolve("common/asyncapi.yaml");
    Files.writeString(
        frames,
        Files.readString(frames)
            .replace("x-rate-limit: frame", "x-rate-limit: often")
            .replace("x-rate-limit-refused: refused", "x-rate-limit-refused: query"));

    assertThatThrownBy(() -> bundle(PETS))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(
            "specs/common asyncapi: operations/receiveClientFrames: x-rate-limit must be none or")
        .hasMessageContaining(
            "components/messages/authenticate: x-rate-limit-refused must name a budget of an"
                + " address");
  }

  @Test
  void saysWhichReferenceLeadsNowhere() {
    assertThatThrownBy(() -> bundle(PETS.replace("schemas/Decimal", "schemas/Decimals")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(
            "pets/openapi.yaml: $ref ../common/schemas.yaml#/components/schemas/Decimals leads nowhere");
  }

  @Test
  void refusesTwoThingsOfOneNameInTwoModules() throws IOException {
    Files.createDirectories(specs.resolve("zoo"));
    Files.writeString(
        specs.resolve("zoo/openapi.yaml"),
        PETS.replace("/api/v1/pets/", "/api/v1/zoo/")
            .replace("addPet", "addAnimal")
            .replace("Its name.", "Another name."));

    assertThatThrownBy(() -> bundle(PETS))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("components/schemas/Pet is something else than in specs/pets");
  }

  @Test
  void generatesTheErrorCodes() throws IOException {
    Main.run("error-codes", specs.toString(), output.toString());

    assertThat(output.resolve("dev/parley/platform/error/ErrorCode.java"))
        .content()
        .contains("NOT_FOUND(404, \"Not found\")");
  }

  private JsonNode bundle(String pets) throws IOException {
    Files.writeString(specs.resolve("pets/openapi.yaml"), pets);
    Main.run("bundle", specs.toString(), output.toString(), "1.0.0");
    return new ObjectMapper().readTree(output.resolve("pets/openapi.json").toFile());
  }
}
