package dev.parley.datafeed.api;

/** What a symbol trades. */
public enum AssetType {
  CRYPTO,
  STOCK
}
