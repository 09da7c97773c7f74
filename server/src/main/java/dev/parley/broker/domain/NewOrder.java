package dev.parley.broker.domain;

import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.datafeed.api.TapeCursor;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted, before it is an {@link Order}.
 *
 * @param placedAfter where the symbol's tape stands
 */
public record NewOrder(
    UUID id,
    UUID connectionId,
    @Nullable String clientOrderId,
    String symbol,
    Side side,
    OrderType type,
    TimeInForce timeInForce,
    BigDecimal quantity,
    @Nullable BigDecimal limitPrice,
    TapeCursor placedAfter) {}
