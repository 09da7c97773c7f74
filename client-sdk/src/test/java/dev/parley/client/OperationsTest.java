package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.transport.ApiCall;
import dev.parley.client.transport.Transport;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each generated call says of itself what the contract says of its operation. */
class OperationsTest {

  /** Keeps the calls and answers none of them. */
  private static final class Catcher implements Transport {
    final Map<String, ApiCall<?>> calls = new HashMap<>();

    @Override
    public <T> ApiResponse<T> send(ApiCall<T> call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletableFuture<ApiResponse<T>> sendAsync(ApiCall<T> call) {
      calls.put(call.operationId(), call);
      return new CompletableFuture<>();
    }
  }

  @Test
  void everyCallIsWhatItsContractSays() throws ReflectiveOperationException {
    Map<String, ApiCall<?>> calls = calls();
    for (JsonNode operation : Contract.operations()) {
      String id = operation.path("operationId").asText();
      ApiCall<?> call = calls.get(id);
      assertThat(call).as(id).isNotNull();
      assertThat(call.method()).as(id).isEqualTo(operation.path("method").asText());
      assertThat(call.target().replaceFirst("\\?.*", ""))
          .as(id)
          .matches(operation.path("path").asText().replaceAll("\\{[^}]+}", "[^/]+"));
      assertThat(call.isSecured()).as(id).isEqualTo(!operation.path("security").isEmpty());
      boolean keyed = operation.path("x-idempotency").asText().equals("accepted");
      assertThat(call.acceptsIdempotencyKey()).as(id).isEqualTo(keyed);
      assertThat(call.isRepeatable())
          .as(id + " may be sent again")
          .isEqualTo(keyed || !operation.path("method").asText().equals("POST"));
    }
  }

  /** What each operation's shortest method makes. */
  private static Map<String, ApiCall<?>> calls() throws ReflectiveOperationException {
    Catcher catcher = new Catcher();
    Constructor<AsyncApis> constructor = AsyncApis.class.getDeclaredConstructor(Transport.class);
    AsyncApis apis = constructor.newInstance(catcher);
    for (Method door : AsyncApis.class.getMethods()) {
      if (!door.getReturnType().getPackageName().equals("dev.parley.client.api")) {
        continue;
      }
      Object api = door.invoke(apis);
      for (Method method : door.getReturnType().getDeclaredMethods()) {
        List<Parameter> parameters = List.of(method.getParameters());
        if (method.getReturnType().equals(CompletableFuture.class)
            && parameters.stream()
                .noneMatch(parameter -> CallOptions.class.isAssignableFrom(parameter.getType()))) {
          var unused =
              method.invoke(api, parameters.stream().map(OperationsTest::argument).toArray());
        }
      }
    }
    return catcher.calls;
  }

  private static @Nullable Object argument(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type.equals(UUID.class)) {
      return new UUID(1, 2);
    }
    if (type.equals(Instant.class)) {
      return Instant.EPOCH;
    }
    if (type.equals(List.class)) {
      return List.of("x");
    }
    if (type.isEnum()) {
      return Arrays.asList(type.getEnumConstants()).get(0);
    }
    return type.equals(String.class) ? "x" : null;
  }
}
