package dev.parley.auth.api;

import dev.parley.auth.domain.ApiKey;
import dev.parley.platform.bus.Command;
import java.time.Duration;
import java.util.UUID;

/**
 * Makes a key in the place of another one of the caller.
 *
 * @param overlap how long the old one still works
 * @param life of the new one
 * @param secretHash hash of the secret the caller will be shown
 * @param hint its first characters
 */
public record RotateApiKey(
    UUID keyId, Duration overlap, Duration life, String secretHash, String hint)
    implements Command<ApiKey> {}
