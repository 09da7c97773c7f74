package dev.parley.auth.api;

import dev.parley.platform.bus.Query;
import dev.parley.users.api.Account;

/** The caller's own account. */
public record GetOwnAccount() implements Query<Account> {}
