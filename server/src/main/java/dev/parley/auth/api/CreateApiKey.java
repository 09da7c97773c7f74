package dev.parley.auth.api;

import dev.parley.auth.domain.ApiKey;
import dev.parley.platform.bus.Command;
import java.time.Duration;
import java.util.List;

/**
 * Makes a key for a program of the caller.
 *
 * @param scopes which the caller must hold
 * @param secretHash hash of the secret the caller will be shown
 * @param hint its first characters
 */
public record CreateApiKey(
    String name, List<String> scopes, Duration life, String secretHash, String hint)
    implements Command<ApiKey> {}
