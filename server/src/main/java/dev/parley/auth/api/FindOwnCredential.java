package dev.parley.auth.api;

import dev.parley.platform.bus.Query;

/** What the caller's own password is checked against; he exists, since he is signed in. */
public record FindOwnCredential() implements Query<Credential> {}
