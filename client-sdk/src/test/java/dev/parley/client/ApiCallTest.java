package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.transport.ApiCall;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiCallTest {
  private final ApiCall<String> call =
      ApiCall.of("read", "GET", "/things/{id}/parts", new TypeReference<String>() {});

  @Test
  void encodesWhatStandsInThePath() {
    assertThat(call.path("id", "a/b c+ü?").target())
        .isEqualTo("/things/a%2Fb%20c%2B%C3%BC%3F/parts");
  }

  @Test
  void refusesAnEmptyPathParameter() {
    assertThatThrownBy(() -> call.path("id", "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesQueriesAsTheContractSays() {
    String target =
        call.path("id", 7)
            .query("absent", null, true)
            .query("price", new BigDecimal("1E+3"), true)
            .query("status", List.of(OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED), true)
            .query("symbol", List.of("A,B", "C"), false)
            .query("none", List.of(), false)
            .target();

    assertThat(target)
        .isEqualTo("/things/7/parts?price=1000&status=open&status=partially_filled&symbol=A%2CB,C");
  }

  @Test
  void refusesToSendAnUnknownConstant() {
    assertThatThrownBy(() -> call.query("status", OrderStatus.UNKNOWN, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesForms() {
    assertThat(call.form("grant_type", "password").form("username", "a b&c").form())
        .contains("grant_type=password&username=a%20b%26c");
  }
}
