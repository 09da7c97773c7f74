package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.ListSecurityEvents;
import dev.parley.auth.api.ListSessions;
import dev.parley.auth.api.RevokeApiKey;
import dev.parley.auth.api.RevokeOtherSessions;
import dev.parley.auth.api.RevokeSession;
import dev.parley.auth.api.RotateApiKey;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SecurityEventView;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.api.SessionView;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Caller;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of his sessions; each test has users of its own, and time only goes on. */
class OwnSessionsIT {
  private static final PageRequest ALL = new PageRequest(100, null, true);

  /** The clock of a node goes on. */
  private static final TemporalUnitOffset SOON = within(1, ChronoUnit.MINUTES);

  @TempDir private static Path data;
  private static AuthNode node;
  private static int count;
  private String name;

  @BeforeAll
  static void start() {
    node = new AuthNode(AuthNode.database(), data).started();
  }

  @BeforeEach
  void register() {
    name = "ada" + ++count;
    node.registered(name, Role.VIEWER);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aSessionSaysHowAndFromWhereItIsUsed() {
    Instant begun = node.clock.instant();
    Caller browser = TestCallers.anonymous("192.0.2.1").withAgent("Firefox\r\n\0 with\ttabs");
    IssuedTokens tokens = node.signIn.signIn(name, AuthNode.PASSWORD, Optional.empty(), browser);
    SessionView session = sessions(tokens).getFirst();
    assertThat(session.id()).isEqualTo(tokens.sessionId());
    assertThat(session.kind()).isEqualTo(SessionKind.PASSWORD);
    assertThat(session.deviceBound()).isFalse();
    assertThat(session.agent()).isEqualTo("Firefox withtabs");
    assertThat(session.address()).isEqualTo("192.0.2.1");
    assertThat(session.createdAt()).isCloseTo(begun, SOON);
    assertThat(session.lastUsedAt()).isEqualTo(session.createdAt());
    assertThat(session.expiresAt()).isCloseTo(begun.plus(Duration.ofHours(24)), SOON);
  }

  @Test
  void aRefreshIsAUse() {
    IssuedTokens tokens = node.signIn(name);
    Instant begun = node.clock.instant();
    node.clock.shift(Duration.ofHours(3));
    IssuedTokens next =
        node.refresh.refresh(
            tokens.refreshToken().reveal(),
            AuthNode.DEVICE,
            TestCallers.anonymous("192.0.2.2").withAgent("phone"));
    SessionView session = sessions(next).getFirst();
    assertThat(session.createdAt()).isCloseTo(begun, SOON);
    assertThat(session.lastUsedAt()).isCloseTo(node.clock.instant(), SOON);
    assertThat(session.expiresAt())
        .isCloseTo(node.clock.instant().plus(Duration.ofHours(24)), SOON);
    assertThat(session.address()).isEqualTo("192.0.2.2");
    assertThat(session.agent()).isEqualTo("phone");
    assertThat(session.deviceBound()).isTrue();
  }

  @Test
  void aLongNameOfAClientIsCut() {
    IssuedTokens tokens =
        node.signIn.signIn(
            name,
            AuthNode.PASSWORD,
            Optional.empty(),
            node.anonymous().withAgent("x".repeat(9999)));
    assertThat(sessions(tokens).getFirst().agent()).isEqualTo("x".repeat(256));
  }

  @Test
  void whatNobodyRefreshesIsGoneFromTheList() {
    node.signIn(name);
    node.clock.shift(Duration.ofHours(23));
    IssuedTokens later = node.signIn(name);
    assertThat(sessions(later)).hasSize(2);
    node.clock.shift(Duration.ofHours(1));
    IssuedTokens now = node.refresh(later);
    assertThat(sessions(now)).extracting(SessionView::id).containsExactly(later.sessionId());
  }

  @Test
  void pagesGoOnWhileTimePasses() {
    IssuedTokens tokens = node.signIn(name);
    UUID second = node.signIn(name).sessionId();
    node.clock.shift(Duration.ofSeconds(1));
    UUID newest = node.signIn(name).sessionId();
    Page<SessionView> first =
        node.queries.ask(new ListSessions(new PageRequest(2, null, false)), node.caller(tokens));
    assertThat(first.items()).extracting(SessionView::id).containsExactly(newest, second);
    node.clock.shift(Duration.ofSeconds(1));
    Page<SessionView> rest =
        node.queries.ask(
            new ListSessions(new PageRequest(2, first.nextCursor().orElseThrow(), false)),
            node.caller(tokens));
    assertThat(rest.items()).extracting(SessionView::id).containsExactly(tokens.sessionId());
    assertThat(rest.nextCursor()).isEmpty();
  }

  @Test
  void aRevokedSessionIsOutAtOnceAndItsRefreshTokenWithIt() {
    IssuedTokens kept = node.signIn(name);
    IssuedTokens lost = node.signIn(name);
    node.commands.send(new RevokeSession(lost.sessionId()), node.caller(kept));
    refused(ErrorCode.AUTH_FAILED, () -> node.parts.verifier.verify(lost.accessToken()));
    refused(ErrorCode.INVALID_REFRESH_TOKEN, () -> node.refresh(lost));
    assertThat(sessions(kept)).extracting(SessionView::id).containsExactly(kept.sessionId());
    assertThat(events(kept)).contains(SecurityEventKind.SESSION_REVOKED);
  }

  @Test
  void revokingTwiceIsAsRevokingOnce() {
    IssuedTokens kept = node.signIn(name);
    IssuedTokens lost = node.signIn(name);
    node.commands.send(new RevokeSession(lost.sessionId()), node.caller(kept));
    node.commands.send(new RevokeSession(lost.sessionId()), node.caller(kept));
    assertThat(events(kept)).filteredOn(SecurityEventKind.SESSION_REVOKED::equals).hasSize(1);
  }

  @Test
  void somebodyElsesSessionStays() {
    IssuedTokens mine = node.signIn(name);
    node.registered("eve" + count, Role.ADMIN);
    Caller eve = node.caller(node.signIn("eve" + count));
    refused(
        ErrorCode.PERMISSION_DENIED,
        () -> node.commands.send(new RevokeSession(mine.sessionId()), eve));
    refused(
        ErrorCode.NOT_FOUND, () -> node.commands.send(new RevokeSession(UUID.randomUUID()), eve));
    assertThat(node.commands.send(new RevokeOtherSessions(), eve).count()).isZero();
    assertThat(sessions(mine)).hasSize(1);
  }

  @Test
  void allOthersEndAndTheOneThatAsksStays() {
    IssuedTokens one = node.signIn(name);
    IssuedTokens two = node.signIn(name);
    IssuedTokens asking = node.signIn(name);
    assertThat(node.commands.send(new RevokeOtherSessions(), node.caller(asking)).count())
        .isEqualTo(2);
    for (IssuedTokens other : List.of(one, two)) {
      refused(ErrorCode.AUTH_FAILED, () -> node.parts.verifier.verify(other.accessToken()));
    }
    assertThat(sessions(asking)).extracting(SessionView::id).containsExactly(asking.sessionId());
    assertThat(node.commands.send(new RevokeOtherSessions(), node.caller(asking)).count()).isZero();
    assertThat(events(asking))
        .filteredOn(SecurityEventKind.OTHER_SESSIONS_REVOKED::equals)
        .hasSize(1);
  }

  @Test
  void theOwnerSeesWhatHappenedAndNobodyElseDoes() {
    IssuedTokens stolen = node.signIn(name);
    refused(
        ErrorCode.INVALID_REFRESH_TOKEN,
        () ->
            node.refresh.refresh(
                stolen.refreshToken().reveal(), Optional.of("thief"), node.anonymous()));
    node.refresh(node.refresh(stolen));
    refused(ErrorCode.INVALID_REFRESH_TOKEN, () -> node.refresh(stolen));
    node.clock.shift(Duration.ofSeconds(1));
    IssuedTokens again = node.signIn(name);
    assertThat(events(again))
        .containsExactlyInAnyOrder(
            SecurityEventKind.SIGNED_IN,
            SecurityEventKind.REFRESH_TOKEN_REUSED,
            SecurityEventKind.REFRESH_TOKEN_ON_OTHER_DEVICE,
            SecurityEventKind.SIGNED_IN);
    SecurityEventView newest =
        node.queries.ask(new ListSecurityEvents(ALL), node.caller(again)).items().getFirst();
    assertThat(newest.kind()).isEqualTo(SecurityEventKind.SIGNED_IN);
    assertThat(newest.address()).isEqualTo(AuthNode.ADDRESS);
    node.registered("eve" + count, Role.ADMIN);
    assertThat(events(node.signIn("eve" + count))).containsExactly(SecurityEventKind.SIGNED_IN);
  }

  @Test
  void wrongPasswordsAreSeenButNotEachOfMany() {
    for (int i = 0; i < 20; i++) {
      refused(
          ErrorCode.INVALID_CREDENTIALS,
          () -> node.signIn.signIn(name, "not the password", Optional.empty(), node.anonymous()));
    }
    IssuedTokens tokens = node.signIn(name);
    assertThat(events(tokens))
        .containsExactly(SecurityEventKind.SIGNED_IN, SecurityEventKind.SIGN_IN_FAILED);
    assertThat(
            node.count(
                "SELECT count(*) FROM platform.audit WHERE command = 'NoteFailedSignIn'"
                    + " AND outcome = 'INVALID_CREDENTIALS' AND target = 'user:%s'"
                        .formatted(node.caller(tokens).require().userId())))
        .isEqualTo(1);
  }

  @Test
  void aNameThatNobodyHasIsNotedToo() {
    String nobody = "nobody" + name;
    long before = unknown();
    refused(
        ErrorCode.INVALID_CREDENTIALS,
        () -> node.signIn.signIn(nobody, "not the password", Optional.empty(), node.anonymous()));
    assertThat(unknown()).isEqualTo(before + 1);
  }

  private static long unknown() {
    return node.count("SELECT count(*) FROM platform.audit WHERE target = 'user:unknown'");
  }

  @Test
  void keysAndSigningOutAreSeen() {
    IssuedTokens tokens = node.signIn(name);
    Caller caller = node.caller(tokens);
    ApiKey key =
        node.commands.send(
            new CreateApiKey("bot", List.of("orders:read"), Duration.ofDays(1), "h" + name, "ak_1"),
            caller);
    ApiKey next =
        node.commands.send(
            new RotateApiKey(key.id(), Duration.ZERO, Duration.ofDays(1), "i" + name, "ak_2"),
            caller);
    node.commands.send(new RevokeApiKey(next.id()), caller);
    node.commands.send(new RevokeApiKey(next.id()), caller);
    node.commands.send(new EndSession(), caller);
    assertThat(events(node.signIn(name)))
        .containsExactlyInAnyOrder(
            SecurityEventKind.SIGNED_IN,
            SecurityEventKind.API_KEY_CREATED,
            SecurityEventKind.API_KEY_ROTATED,
            SecurityEventKind.API_KEY_REVOKED,
            SecurityEventKind.SIGNED_OUT,
            SecurityEventKind.SIGNED_IN);
  }

  @Test
  void aChangedPasswordIsSeenToo() {
    IssuedTokens tokens = node.signIn(name);
    IssuedTokens next =
        node.passwordChange.change(
            AuthNode.PASSWORD, "difference engine no 2", AuthNode.DEVICE, node.caller(tokens));
    assertThat(events(next)).contains(SecurityEventKind.PASSWORD_CHANGED);
    assertThat(sessions(next)).extracting(SessionView::id).containsExactly(next.sessionId());
  }

  private static List<SessionView> sessions(IssuedTokens tokens) {
    Page<SessionView> page = node.queries.ask(new ListSessions(ALL), node.caller(tokens));
    assertThat(page.total()).hasValue(page.items().size());
    return page.items();
  }

  private static List<SecurityEventKind> events(IssuedTokens tokens) {
    return node.queries.ask(new ListSecurityEvents(ALL), node.caller(tokens)).items().stream()
        .map(SecurityEventView::kind)
        .toList();
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AppException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
