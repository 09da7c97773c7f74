package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "order.filled, OrderFilled, orderFilled, ORDER_FILLED",
    "orderFilled, OrderFilled, orderFilled, ORDER_FILLED",
    "list-id, ListId, listId, LIST_ID",
    "class, Class, class_, CLASS",
    "toString, ToString, toString_, TO_STRING",
    "builder, Builder, builder_, BUILDER",
    "1m, _1m, _1m, _1M",
    "URL, URL, url, URL",
    "E, E, e, E",
    "at work, AtWork, atWork, AT_WORK",
    "24h.high, _24hHigh, _24hHigh, _24H_HIGH",
    "café au lait, CafeAuLait, cafeAuLait, CAFE_AU_LAIT",
    "ціна, U0426U0456U043DU0430, ціна, ЦІНА",
    "$, DollarSign, dollarSign, DOLLAR_SIGN",
    "'', Empty, empty, EMPTY",
    "@id, Id, id, ID",
    "_, LowLine, lowLine, LOW_LINE",
    "record, Record, record, RECORD",
    "true, True, true_, TRUE",
  })
  void makesJavaNames(String wire, String type, String member, String constant) {
    assertThat(Names.type(wire)).isEqualTo(type);
    assertThat(Names.member(wire)).isEqualTo(member);
    assertThat(Names.constant(wire)).isEqualTo(constant);
  }

  @Test
  void offersOtherNamesWhereOneIsTaken() {
    assertThat(Names.choices(at("/components/schemas/Order"))).startsWith("Order", "Order2");
    assertThat(Names.choices(at("/components/messages/order/payload")))
        .startsWith("Order", "OrderMessage", "Order2");
    assertThat(Names.choices(at("/channels/room/messages/said/payload")))
        .startsWith("Said", "RoomSaid", "Said2");
    assertThat(Names.choices(at("/components/schemas/Any/anyOf/1")))
        .startsWith("Any", "AnyOption2", "Any2");
  }

  private static Node at(String pointer) {
    return new Node(Path.of("/specs/events.yaml"), pointer, JsonNodeFactory.instance.objectNode());
  }

  @ParameterizedTest
  @CsvSource({
    "/components/schemas/Order, Order",
    "/components/schemas/Order/properties/side, OrderSide",
    "/components/schemas/Order/properties/legs/items, OrderLegsItem",
    "/components/schemas/Order/properties/items/items/properties/payload, OrderItemsItemPayload",
    "/components/schemas/Order/allOf/1/properties/data, OrderData",
    "/components/schemas/Any/oneOf/0, AnyOption1",
    "/components/schemas/Any/anyOf/0, Any",
    "/components/schemas/Pair/prefixItems/1, PairItem2",
    "/components/schemas/Pair/items/1, PairItem2",
    "/components/schemas/Open/patternProperties/^x-, OpenValue",
    "/channels/~1a~1b/messages/say/payload/schema, Say",
    "/components/schemas/Object, ObjectModel",
    "/components/schemas/Prices/additionalProperties, PricesValue",
    "/components/schemas/Error, ErrorModel",
    "/components/messages/error/payload, ErrorMessage",
    "/components/messages/order.filled/payload, OrderFilled",
    "/channels/room/messages/said/payload/properties/by, SaidBy",
    "/$defs/thing, Thing",
    "'', events",
  })
  void namesTypesByTheirPlace(String pointer, String name) {
    assertThat(Names.at(at(pointer))).isEqualToIgnoringCase(name);
  }
}
