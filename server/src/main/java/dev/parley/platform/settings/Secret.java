package dev.parley.platform.settings;

import java.util.Objects;

/** A value that must not be shown: it prints as {@code ****} wherever it is logged or formatted. */
public final class Secret {
  public static final String MASK = "****";

  private final String value;

  public Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /** The value itself. Whoever asks must not log it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
