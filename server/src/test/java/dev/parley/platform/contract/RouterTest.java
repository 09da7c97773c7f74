package dev.parley.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.contract.Router.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router =
      new Router(
          List.of(
              operation("listGifts", "GET", "/gifts"),
              operation("getGift", "GET", "/gifts/{giftId}"),
              operation("deleteGift", "DELETE", "/gifts/{giftId}"),
              operation("searchGifts", "GET", "/gifts/search")));

  @Test
  void prefersALiteralStepToAParameter() {
    assertThat(found("GET", "/gifts/search").operation().id()).isEqualTo("searchGifts");
    assertThat(found("GET", "/gifts/7"))
        .satisfies(r -> assertThat(r.operation().id()).isEqualTo("getGift"))
        .satisfies(r -> assertThat(r.pathParameters()).isEqualTo(Map.of("giftId", "7")));
  }

  @Test
  void takesHeadForGet() {
    assertThat(found("HEAD", "/gifts").operation().id()).isEqualTo("listGifts");
  }

  @Test
  void namesTheMethodsOfAPath() {
    assertThat(router.route("PUT", Router.steps("/gifts/7")))
        .isInstanceOfSatisfying(
            Route.WrongMethod.class,
            r -> assertThat(r.allowed()).containsExactly("DELETE", "GET", "HEAD", "OPTIONS"));
  }

  @Test
  void knowsWhatIsNotThere() {
    for (String path : List.of("/", "/gifts/", "/gifts/7/8", "/Gifts", "/gift")) {
      assertThat(router.route("GET", Router.steps(path))).isInstanceOf(Route.Unknown.class);
    }
  }

  private Route.Found found(String method, String path) {
    return (Route.Found) router.route(method, Router.steps(path));
  }

  private static Operation operation(String id, String method, String path) {
    var document = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    var operation =
        document
            .putObject("paths")
            .putObject(path)
            .putObject(method.toLowerCase(java.util.Locale.ROOT));
    operation.put("operationId", id).putObject("responses").putObject("200");
    return new OperationReader("gifts", document, Map.of()).read().get(0);
  }
}
