package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.CreateApplication;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.mail.ScriptedSmtp;
import dev.parley.auth.oidc.OidcSettings;
import dev.parley.auth.oidc.OidcSignIn;
import dev.parley.auth.oidc.TestIssuer;
import dev.parley.auth.reset.PasswordResets;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.lease.LeaseSettings;
import dev.parley.platform.lease.Workers;
import dev.parley.platform.sample.TestClock;
import dev.parley.platform.security.Caller;
import dev.parley.platform.settings.Settings;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Resets over one database; each test has people, a node, a worker and mail servers of its own. */
class PasswordResetIT {
  private static final String NEXT = "difference engine no 3";
  private static final Pattern TOKEN = Pattern.compile("/reset#(reset_[A-Za-z0-9_-]{43})");
  private static final LeaseSettings LEASES =
      new LeaseSettings(
          Duration.ofSeconds(15),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20));

  @TempDir private static Path data;
  private static TestDatabase database;

  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private AuthNode node;
  private PasswordResets resets;
  private Workers workers;

  @BeforeAll
  static void prepare() {
    database = AuthNode.database();
  }

  @BeforeEach
  void start() {
    // What other tests have left in the queue is no business of this one.
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM auth.password_reset"));
    mail.start();
    startNode(mail.getSmtp().getPort());
  }

  private void startNode(int port) {
    node =
        new AuthNode(
                database,
                data,
                new TestClock(),
                Map.of(
                    "PARLEY_ADMIN_PASSWORD", AuthNode.ADMIN_PASSWORD,
                    "MAIL_SMTP_URL", "smtp://127.0.0.1:" + port,
                    "MAIL_FROM", "parley@example.com",
                    "MAIL_TIMEOUT", "2s",
                    "MAIL_RESET_URL", "https://app.example.com/reset#{token}"))
            .started();
    resets =
        new PasswordResets(
            node.queries, node.commands, node.parts.hasher, node.parts.passwordRules, true);
    workers =
        new Workers(
            node.transactions, LEASES, "test", List.of(node.parts.resets.mailer.orElseThrow()));
    workers.start();
  }

  @AfterEach
  void stop() {
    workers.close();
    node.close();
    mail.stop();
  }

  @Test
  void aMailGivesAnotherPasswordAndEndsEverySession() {
    node.registered("anna", Role.USER);
    IssuedTokens before = node.signIn("anna");
    request("Anna@Example.com");
    assertThat(resets.confirm(token("anna"), NEXT, node.anonymous())).isEqualTo(1);
    assertThat(refusal(() -> node.parts.verifier.verify(before.accessToken())))
        .isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(refusal(() -> node.refresh(before))).isEqualTo(ErrorCode.INVALID_REFRESH_TOKEN);
    assertThat(refusal(() -> node.signIn("anna"))).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    assertThat(signIn("anna", NEXT).mustChangePassword()).isFalse();
  }

  @Test
  void aTokenIsOfOneUse() throws Exception {
    node.registered("berta", Role.USER);
    request("berta@example.com");
    String token = token("berta");
    List<Future<Boolean>> racers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        String password = "analytical engine no 2" + i;
        racers.add(threads.submit(() -> confirmed(token, password)));
      }
    }
    int done = 0;
    for (Future<Boolean> racer : racers) {
      done += racer.get() ? 1 : 0;
    }
    assertThat(done).isEqualTo(1);
  }

  @Test
  void aTokenEndsAfterThirtyMinutes() {
    node.registered("carla", Role.USER);
    request("carla@example.com");
    String token = token("carla");
    node.clock.shift(Duration.ofMinutes(30).plusSeconds(1));
    assertThat(refusal(() -> resets.confirm(token, NEXT, node.anonymous())))
        .isEqualTo(ErrorCode.RESET_INVALID);
  }

  @Test
  void aBadPasswordDoesNotUseTheTokenUp() {
    node.registered("dorothea", Role.USER);
    request("dorothea@example.com");
    String token = token("dorothea");
    assertThat(refusal(() -> resets.confirm(token, "i am dorothea, hello", node.anonymous())))
        .isEqualTo(ErrorCode.VALIDATION_ERROR);
    assertThat(resets.confirm(token, NEXT, node.anonymous())).isZero();
  }

  @Test
  void anyOfSeveralMailsWorksAndVoidsTheOthers() {
    node.registered("emil", Role.USER);
    request("emil@example.com");
    request("emil@example.com");
    List<String> tokens = tokens("emil", 2);
    assertThat(resets.confirm(tokens.get(0), NEXT, node.anonymous())).isZero();
    assertThat(refusal(() -> resets.confirm(tokens.get(1), NEXT, node.anonymous())))
        .isEqualTo(ErrorCode.RESET_INVALID);
  }

  @Test
  void nobodyIsTroubledMoreThanFiveTimesAnHour() {
    node.registered("frida", Role.USER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var unused = threads.submit(() -> request("frida@example.com"));
      }
    }
    assertThat(node.count("SELECT count(*) FROM auth.password_reset")).isEqualTo(5);
    assertThat(tokens("frida", 5)).hasSize(5);
    node.registered("fritz", Role.USER);
    request("fritz@example.com");
    assertThat(token("fritz")).isNotEmpty();
    assertThat(letters("frida")).hasSize(5);
  }

  @Test
  void whoHasNoAccountOrASuspendedOneGetsNoMail() {
    Account gustav = node.registered("gustav", Role.USER);
    int changed =
        node.transactions.write(
            handle ->
                handle.execute(
                    "UPDATE users.account SET status = 'suspended' WHERE id = ?", gustav.id()));
    assertThat(changed).isEqualTo(1);
    request("gustav@example.com");
    request("nobody@example.com");
    node.registered("gerda", Role.USER);
    request("gerda@example.com");
    assertThat(token("gerda")).isNotEmpty();
    assertThat(letters("gustav")).isEmpty();
    assertThat(letters("nobody")).isEmpty();
    // All the same in the queue, so that nothing tells them apart.
    assertThat(node.count("SELECT count(*) FROM auth.password_reset")).isEqualTo(3);
    assertThat(node.count("SELECT count(*) FROM auth.password_reset WHERE due_at IS NOT NULL"))
        .isZero();
  }

  @Test
  void aChangeOfThePasswordVoidsWhatIsInTheMail() {
    node.registered("helga", Role.USER);
    request("helga@example.com");
    String token = token("helga");
    // A thief who reads the mail asked for it; the owner notices and takes another password.
    IssuedTokens owner = node.signIn("helga");
    node.passwordChange.change(AuthNode.PASSWORD, NEXT, AuthNode.DEVICE, node.caller(owner));
    assertThat(refusal(() -> resets.confirm(token, "words of a thief 9", node.anonymous())))
        .isEqualTo(ErrorCode.RESET_INVALID);
    assertThat(signIn("helga", NEXT).scopes()).isNotEmpty();
  }

  @Test
  void aSuspensionAfterTheMailVoidsItsToken() {
    Account hanna = node.registered("hanna", Role.USER);
    request("hanna@example.com");
    String token = token("hanna");
    int changed =
        node.transactions.write(
            handle ->
                handle.execute(
                    "UPDATE users.account SET status = 'suspended' WHERE id = ?", hanna.id()));
    assertThat(changed).isEqualTo(1);
    assertThat(refusal(() -> resets.confirm(token, NEXT, node.anonymous())))
        .isEqualTo(ErrorCode.RESET_INVALID);
  }

  @Test
  void aResetProvesTheAddressAndGivesTheAccountBackToItsOwner() {
    // Somebody registered with the address of another, who now comes by way of an issuer.
    Account ida = node.registered("ida", Role.USER);
    IssuedTokens thief = node.signIn("ida");
    String stolen = apiKey(node.caller(thief));
    node.parts.apiKeys.verifier.verify(stolen);
    application(node.caller(thief));
    try (TestIssuer issuer = new TestIssuer(node.clock);
        OidcSignIn oidc = oidc(issuer)) {
      assertThat(refusal(() -> signInByIssuer(oidc, issuer, "ida")))
          .isEqualTo(ErrorCode.ACCOUNT_NOT_LINKABLE);
      request("ida@example.com");
      assertThat(resets.confirm(token("ida"), NEXT, node.anonymous())).isEqualTo(1);
      assertThat(refusal(() -> node.refresh(thief))).isEqualTo(ErrorCode.INVALID_REFRESH_TOKEN);
      assertThat(refusal(() -> node.parts.apiKeys.verifier.verify(stolen)))
          .isEqualTo(ErrorCode.AUTH_FAILED);
      assertThat(applications(ida)).isZero();
      assertThat(signInByIssuer(oidc, issuer, "ida").mustChangePassword()).isFalse();
      // From now on the address is proven, and who forgets the password does not stop his programs.
      Caller owner = TestCallers.of(ida, TestRoles.table().of(Role.USER));
      String own = apiKey(owner);
      application(owner);
      request("ida@example.com");
      assertThat(resets.confirm(tokens("ida", 2).get(1), AuthNode.PASSWORD, node.anonymous()))
          .isEqualTo(1);
      assertThat(node.parts.apiKeys.verifier.verify(own).userId()).isEqualTo(ida.id());
      assertThat(applications(ida)).isEqualTo(1);
    }
  }

  @Test
  void theKeysThatEndAreOutOnEveryNodeWithinASecond() {
    node.registered("kora", Role.USER);
    String stolen = apiKey(node.caller(node.signIn("kora")));
    try (AuthNode other = new AuthNode(database, data, node.clock, Map.of()).started()) {
      other.parts.apiKeys.verifier.verify(stolen);
      request("kora@example.com");
      assertThat(resets.confirm(token("kora"), NEXT, node.anonymous())).isEqualTo(1);
      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .untilAsserted(
              () ->
                  assertThat(refusal(() -> other.parts.apiKeys.verifier.verify(stolen)))
                      .isEqualTo(ErrorCode.AUTH_FAILED));
    }
  }

  @Test
  void noKeyIsMadeBesideAReset() throws Exception {
    Account selma = node.registered("selma", Role.USER);
    Caller thief = node.caller(node.signIn("selma"));
    request("selma@example.com");
    String token = token("selma");
    AtomicBoolean over = new AtomicBoolean();
    List<String> stolen = Collections.synchronizedList(new ArrayList<>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> making =
          threads.submit(
              () -> {
                // Past the check of the token, as whoever is fast enough would be.
                while (!over.get() && stolen.size() < ApiKey.MOST) {
                  stolen.add(apiKey(thief));
                }
              });
      Awaitility.await().until(() -> !stolen.isEmpty() || making.isDone());
      assertThat(resets.confirm(token, NEXT, node.anonymous())).isEqualTo(1);
      assertThat(refusal(() -> apiKey(thief))).isEqualTo(ErrorCode.AUTH_FAILED);
      assertThat(refusal(() -> application(thief))).isEqualTo(ErrorCode.AUTH_FAILED);
      over.set(true);
    }
    assertThat(stolen).isNotEmpty();
    for (String key : stolen) {
      assertThat(refusal(() -> node.parts.apiKeys.verifier.verify(key)))
          .isEqualTo(ErrorCode.AUTH_FAILED);
    }
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.api_key WHERE revoked_at IS NULL AND user_id = '%s'"
                    .formatted(selma.id())))
        .isZero();
  }

  @Test
  void anAccountWithoutAPasswordGetsItsFirst() {
    try (TestIssuer issuer = new TestIssuer(node.clock);
        OidcSignIn oidc = oidc(issuer)) {
      String invitation = node.invite(Role.USER, Optional.empty(), node.admin()).reveal();
      String nonce = oidc.nonce("local", Optional.empty(), node.anonymous()).secret().reveal();
      IssuedTokens tokens =
          oidc.signIn(
              "local",
              issuer.sign(issuer.claims("jana", nonce)),
              Optional.of(invitation),
              Optional.empty(),
              node.anonymous());
      assertThat(tokens.sessionId()).isNotNull();
      request("jana@example.com");
      assertThat(resets.confirm(token("jana"), NEXT, node.anonymous())).isEqualTo(1);
      assertThat(signIn("jana@example.com", NEXT).mustChangePassword()).isFalse();
      assertThat(signInByIssuer(oidc, issuer, "jana").sessionId()).isNotNull();
    }
  }

  @Test
  void nothingToStealIsStored() {
    node.registered("karl", Role.USER);
    request("karl@example.com");
    String token = token("karl");
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.password_reset r WHERE r::text LIKE '%"
                    + token.substring(6)
                    + "%'"))
        .isZero();
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.password_reset WHERE token_hash = '"
                    + OpaqueSecret.hashOf(token)
                    + "'"))
        .isEqualTo(1);
  }

  @Test
  void aMailIsSentAfterTheServerWasDown() {
    node.registered("lena", Role.USER);
    int port = mail.getSmtp().getPort();
    mail.stop();
    request("lena@example.com");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> attempts("lena@example.com") >= 1);
    GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    again.start();
    try {
      node.clock.shift(Duration.ofMinutes(6));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> again.getReceivedMessages().length == 1);
      Matcher token = TOKEN.matcher(GreenMailUtil.getBody(again.getReceivedMessages()[0]));
      assertThat(token.find()).isTrue();
      assertThat(resets.confirm(token.group(1), NEXT, node.anonymous())).isZero();
    } finally {
      again.stop();
    }
  }

  @Test
  void aMailThatIsRefusedForGoodIsNotTriedAgain() {
    node.registered("mia", Role.USER);
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      scripted.answer("RCPT", "550 5.1.1 <mia@example.com> is unknown");
      restart(scripted.port());
      request("mia@example.com");
      awaitOver("mia");
      node.clock.shift(Duration.ofMinutes(10));
      node.registered("moritz", Role.USER);
      scripted.behave();
      request("moritz@example.com");
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> scripted.letters().size() == 1);
      assertThat(scripted.letters().get(0)).contains("To: moritz@example.com");
    }
  }

  @Test
  void aMailThatNobodyTakesIsGivenUpAfterAnHour() {
    node.registered("nora", Role.USER);
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      scripted.answer("RCPT", "451 4.3.0 later");
      restart(scripted.port());
      request("nora@example.com");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> attempts("nora@example.com") == 1);
      node.clock.shift(Duration.ofMinutes(2));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> attempts("nora@example.com") == 2);
      node.clock.shift(Duration.ofHours(1));
      awaitOver("nora");
      assertThat(scripted.letters()).isEmpty();
    }
  }

  @Test
  void aSlowMailServerDelaysNoAnswer() {
    node.registered("olga", Role.USER);
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      scripted.answer("EHLO", ScriptedSmtp.SILENCE);
      scripted.answer("HELO", ScriptedSmtp.SILENCE);
      restart(scripted.port());
      long begun = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        request("olga@example.com");
      }
      // One try alone takes two seconds: five answers that waited for one each would take ten.
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void neitherAddressNorTokenIsInTheLog() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("dev.parley");
    Level before = ours.getLevel();
    node.registered("paula", Role.USER);
    log.start();
    ours.setLevel(Level.TRACE);
    root.addAppender(log);
    String token;
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      scripted.answer("RCPT", "550 5.1.1 <paula@example.com> is unknown");
      request("paula@example.com");
      token = token("paula");
      assertThat(resets.confirm(token, NEXT, node.anonymous())).isZero();
      restart(scripted.port());
      request("paula@example.com");
      awaitOver("paula");
    } finally {
      root.detachAppender(log);
      ours.setLevel(before);
    }
    assertThat(List.copyOf(log.list)).isNotEmpty();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      String text =
          event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap();
      assertThat(text).doesNotContain("paula", token, NEXT);
    }
  }

  @Test
  void withoutAMailServerItSaysSo() {
    PasswordResets without =
        new PasswordResets(
            node.queries, node.commands, node.parts.hasher, node.parts.passwordRules, false);
    AppException failure =
        failure(() -> without.request(new EmailAddress("x@example.com"), node.anonymous()));
    assertThat(failure.code()).isEqualTo(ErrorCode.MAIL_NOT_CONFIGURED);
    assertThat(failure.retryAfter()).isPresent();
  }

  private void restart(int port) {
    workers.close();
    node.close();
    startNode(port);
  }

  private void request(String email) {
    resets.request(new EmailAddress(email), node.anonymous());
  }

  private boolean confirmed(String token, String password) {
    try {
      return resets.confirm(token, password, node.anonymous()) >= 0;
    } catch (AppException refusal) {
      return false;
    }
  }

  private String token(String name) {
    return tokens(name, 1).get(0);
  }

  private List<String> tokens(String name, int count) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> letters(name).size() >= count);
    List<String> tokens = new ArrayList<>();
    for (String letter : letters(name)) {
      Matcher token = TOKEN.matcher(letter);
      assertThat(token.find()).as(letter).isTrue();
      tokens.add(token.group(1));
    }
    return tokens;
  }

  private List<String> letters(String name) {
    List<String> bodies = new ArrayList<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      if (GreenMailUtil.getAddressList(recipients(message)).equals(name + "@example.com")) {
        bodies.add(GreenMailUtil.getBody(message));
      }
    }
    return bodies;
  }

  private static jakarta.mail.Address[] recipients(MimeMessage message) {
    try {
      return message.getAllRecipients();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private long attempts(String email) {
    return node.count(
        "SELECT coalesce(max(attempts), 0) FROM auth.password_reset WHERE email_key = '"
            + email
            + "'");
  }

  /** Waits until nothing more is tried for the person. */
  private void awaitOver(String name) {
    String sql =
        "SELECT count(*) FROM auth.password_reset r JOIN users.account a ON a.id = r.user_id"
            + " WHERE a.username = '"
            + name
            + "' AND r.due_at IS NOT NULL";
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> node.count(sql) == 0);
  }

  /** A key of the caller's, for a program. */
  private void application(Caller owner) {
    node.commands.send(new CreateApplication("report", List.of("orders:read"), "hash"), owner);
  }

  private long applications(Account owner) {
    return node.count(
        "SELECT count(*) FROM auth.application WHERE owner_id = '%s'".formatted(owner.id()));
  }

  private String apiKey(Caller owner) {
    OpaqueSecret secret = ApiKey.secret(new SecureRandom());
    ApiKey key =
        node.commands.send(
            new CreateApiKey(
                "a program",
                List.of("market:read"),
                Duration.ofDays(1),
                secret.hash(),
                ApiKey.hint(secret)),
            owner);
    assertThat(key.userId()).isEqualTo(owner.require().userId());
    return secret.reveal();
  }

  private IssuedTokens signIn(String login, String password) {
    return node.signIn.signIn(login, password, AuthNode.DEVICE, node.anonymous());
  }

  private OidcSignIn oidc(TestIssuer issuer) {
    Map<String, String> settings = new HashMap<>(issuer.settings("local"));
    settings.put("OIDC_ISSUERS", "local");
    return new OidcSignIn(
        OidcSettings.from(Settings.of(settings)),
        node.commands,
        node.parts.desk,
        new ObjectMapper(),
        node.clock,
        new SecureRandom());
  }

  private IssuedTokens signInByIssuer(OidcSignIn oidc, TestIssuer issuer, String subject) {
    String nonce = oidc.nonce("local", Optional.empty(), node.anonymous()).secret().reveal();
    return oidc.signIn(
        "local",
        issuer.sign(issuer.claims(subject, nonce)),
        Optional.empty(),
        Optional.empty(),
        node.anonymous());
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return failure(call).code();
  }

  private static AppException failure(ThrowingCallable call) {
    AppException failure = catchThrowableOfType(AppException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }
}
