package dev.parley.broker.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as its owner sees it. Decimals carry no trailing zeros.
 *
 * @param clientOrderId the owner's own id of it; null if none was given
 * @param limitPrice null for a market order
 * @param reason null unless cancelled or rejected
 * @param averagePrice of the fills, 8 decimals; null without one
 * @param reservedCash what it still reserves; 0 for a sell
 * @param expiresAt when a day order ends; null for the others
 * @param version counts its changes; the ETag
 */
public record OrderView(
    UUID id,
    UUID connectionId,
    @Nullable String clientOrderId,
    String symbol,
    Side side,
    OrderType type,
    TimeInForce timeInForce,
    BigDecimal quantity,
    @Nullable BigDecimal limitPrice,
    OrderStatus status,
    @Nullable OrderReason reason,
    BigDecimal filledQuantity,
    BigDecimal remainingQuantity,
    @Nullable BigDecimal averagePrice,
    BigDecimal reservedCash,
    @Nullable Instant expiresAt,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
