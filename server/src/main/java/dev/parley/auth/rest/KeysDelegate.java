package dev.parley.auth.rest;

import dev.parley.auth.token.KeyRing;
import dev.parley.contract.auth.api.KeysApi;
import dev.parley.contract.auth.model.JsonWebKeySet;
import java.util.Objects;

/** Shows the public keys; from memory, so asking often costs little. */
public final class KeysDelegate implements KeysApi {
  private final KeyRing keys;

  public KeysDelegate(KeyRing keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  @Override
  public JsonWebKeySet getJwks() {
    return JsonWebKeySet.builder()
        .keys(keys.published().stream().map(AuthModels::key).toList())
        .build();
  }
}
