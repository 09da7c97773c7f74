package dev.parley.auth;

import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.domain.PhcHash;
import dev.parley.auth.domain.RegistrationMode;
import dev.parley.auth.mail.MailSettings;
import dev.parley.auth.token.TokenSettings;
import dev.parley.platform.audit.AuditSettings;
import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of authentication.
 *
 * @param refreshLife AUTH_REFRESH_TTL, how long one refresh token lives
 * @param sessionLife AUTH_SESSION_TTL, how long a session lives however often it is refreshed
 * @param registration AUTH_REGISTRATION
 * @param argon2 AUTH_ARGON2_MEMORY (KiB), AUTH_ARGON2_ITERATIONS, AUTH_ARGON2_PARALLELISM; by
 *     default what OWASP recommends
 * @param hashesAtOnce AUTH_ARGON2_CONCURRENCY; times the memory is what sign-ins can take at most
 * @param login AUTH_LOGIN_FREE_ATTEMPTS, AUTH_LOGIN_DELAY, AUTH_LOGIN_MAX_DELAY
 * @param keySecret AUTH_KEY_SECRET, what signing keys are sealed with; made in the data directory
 *     if absent
 * @param adminPassword PARLEY_ADMIN_PASSWORD; made in the data directory if absent
 * @param adminEmail PARLEY_ADMIN_EMAIL
 * @param auditRetention AUDIT_RETENTION, how long security events are kept
 * @param mail MAIL_SMTP_URL and the other settings of mail; none where no mail is sent
 * @param dataDir DATA_DIR
 */
public record AuthSettings(
    TokenSettings tokens,
    Duration refreshLife,
    Duration sessionLife,
    RegistrationMode registration,
    PhcHash.Parameters argon2,
    int hashesAtOnce,
    LoginThrottle.Policy login,
    Optional<Secret> keySecret,
    Optional<Secret> adminPassword,
    String adminEmail,
    Duration auditRetention,
    Optional<MailSettings> mail,
    Path dataDir) {

  public static AuthSettings from(Settings settings) {
    Optional<Secret> keySecret = settings.secret("AUTH_KEY_SECRET");
    keySecret
        .filter(secret -> secret.reveal().length() < KeySecret.SHORTEST)
        .ifPresent(
            tooShort -> {
              throw Settings.unusable(
                  "AUTH_KEY_SECRET", tooShort, KeySecret.SHORTEST + " characters or more");
            });
    return new AuthSettings(
        TokenSettings.from(settings),
        settings.duration(
            "AUTH_REFRESH_TTL", Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofDays(365)),
        settings.duration(
            "AUTH_SESSION_TTL", Duration.ofDays(30), Duration.ofSeconds(1), Duration.ofDays(365)),
        settings.choice("AUTH_REGISTRATION", RegistrationMode.INVITATION),
        argon2(settings),
        settings.integer("AUTH_ARGON2_CONCURRENCY", defaultConcurrency(), 1, 256),
        new LoginThrottle.Policy(
            settings.integer("AUTH_LOGIN_FREE_ATTEMPTS", 5, 1, 1_000_000),
            settings.duration("AUTH_LOGIN_DELAY", Duration.ofSeconds(1)),
            settings.duration("AUTH_LOGIN_MAX_DELAY", Duration.ofSeconds(60))),
        keySecret,
        settings.secret("PARLEY_ADMIN_PASSWORD"),
        settings.text("PARLEY_ADMIN_EMAIL", "admin@localhost"),
        AuditSettings.from(settings).retention(),
        MailSettings.from(settings),
        settings.path("DATA_DIR", Path.of("data")));
  }

  private static PhcHash.Parameters argon2(Settings settings) {
    int parallelism = settings.integer("AUTH_ARGON2_PARALLELISM", 1, 1, 16);
    return new PhcHash.Parameters(
        settings.integer("AUTH_ARGON2_MEMORY", 19_456, 8 * parallelism, 1 << 21),
        settings.integer("AUTH_ARGON2_ITERATIONS", 2, 1, 100),
        parallelism);
  }

  private static int defaultConcurrency() {
    return Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
  }
}
