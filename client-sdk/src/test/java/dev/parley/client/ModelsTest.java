package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.Page;
import dev.parley.client.model.PlaceOrderRequest;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  private final ObjectMapper json = ParleyJson.newMapper();

  private static PlaceOrderRequest.Builder order() {
    return PlaceOrderRequest.builder()
        .symbol("BTC-USD")
        .side(OrderSide.BUY)
        .type(OrderType.LIMIT)
        .quantity(BigDecimal.ONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0.10", "1.250", "0.00000001", "99999999999999999999.999999999999999999"})
  void decimalsSurviveTheWireDigitForDigit(String digits) throws JsonProcessingException {
    String sent = json.writeValueAsString(order().limitPrice(new BigDecimal(digits)).build());

    assertThat(sent).contains("\"limitPrice\":\"" + digits + "\"");
    assertThat(json.readValue(sent, PlaceOrderRequest.class).limitPrice())
        .isEqualTo(new BigDecimal(digits));
  }

  @Test
  void valuesAreEqualByContentAndChangeByCopy() {
    PlaceOrderRequest first = order().build();

    assertThat(first).isEqualTo(order().build()).hasSameHashCodeAs(order().build());
    assertThat(first.toBuilder().symbol("ETH-USD").build()).isNotEqualTo(first);
    assertThat(first).hasToString(first.toBuilder().build().toString());
  }

  @Test
  void whatTheContractRequiresHasToBeThere() {
    assertThatThrownBy(() -> PlaceOrderRequest.builder().symbol("BTC-USD").build())
        .isInstanceOf(NullPointerException.class)
        .hasMessage("PlaceOrderRequest.side is missing");
  }

  @Test
  void readsConstantsItDoesNotKnow() throws JsonProcessingException {
    assertThat(json.readValue("\"paused\"", OrderStatus.class)).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(json.readValue("\"partially_filled\"", OrderStatus.class))
        .isEqualTo(OrderStatus.PARTIALLY_FILLED);
  }

  @Test
  void refusesToSendAConstantItDoesNotKnow() {
    assertThatThrownBy(() -> json.writeValueAsString(order().side(OrderSide.UNKNOWN).build()))
        .hasMessageContaining("OrderSide.UNKNOWN cannot be sent");
  }

  @Test
  void readsNullWhereTheContractAllowsIt() throws JsonProcessingException {
    Page page = json.readValue("{\"limit\":50,\"nextCursor\":null,\"later\":{}}", Page.class);

    assertThat(page.nextCursor()).isNull();
    assertThat(page.total()).isNull();
  }

  @Test
  void keepsPasswordsOutOfText() {
    assertThat(LoginRequest.builder().username("ada").password("engine").build().toString())
        .contains("ada")
        .doesNotContain("engine");
  }
}
