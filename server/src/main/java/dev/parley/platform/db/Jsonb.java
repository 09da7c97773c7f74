package dev.parley.platform.db;

import java.util.Objects;

/** JSON text to bind as {@code jsonb}; read it back with {@link Columns#json}. */
public record Jsonb(String text) {
  public Jsonb {
    Objects.requireNonNull(text, "text");
  }
}
