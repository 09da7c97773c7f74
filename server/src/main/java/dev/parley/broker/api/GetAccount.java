package dev.parley.broker.api;

import dev.parley.platform.bus.Query;

/** The caller's account; NOT_FOUND before the first connection. */
public record GetAccount() implements Query<AccountView> {}
