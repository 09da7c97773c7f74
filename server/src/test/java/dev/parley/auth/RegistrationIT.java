package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.auth.api.CreateInvitation;
import dev.parley.auth.api.GetInvitation;
import dev.parley.auth.domain.Invitation;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.Registration;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Caller;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node for all tests; each uses names of its own, and time only goes on. */
class RegistrationIT {
  private static final int RACERS = 20;

  @TempDir private static Path data;
  private static TestDatabase database;
  private static AuthNode node;

  @BeforeAll
  static void start() {
    database = AuthNode.database();
    node = new AuthNode(database, data).started();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void anInvitationMakesOneAccountWithItsRole() {
    OpaqueSecret invitation = node.invite(Role.VIEWER, Optional.empty(), node.admin());
    Account account = node.register(invitation, "anna");
    assertThat(account.role()).isEqualTo(Role.VIEWER);
    assertThat(node.signIn("anna").scopes()).isEqualTo(TestRoles.table().of(Role.VIEWER));
    refused(ErrorCode.INVITATION_USED, () -> node.register(invitation, "berta"));
  }

  @Test
  void ofTwentyAtOnceOneGetsTheInvitation() throws Exception {
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    AtomicInteger made = new AtomicInteger();
    AtomicInteger used = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> racers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < RACERS; i++) {
        String name = "racer" + i;
        racers.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    node.register(invitation, name);
                    made.incrementAndGet();
                  } catch (AppException refusal) {
                    if (refusal.code() == ErrorCode.INVITATION_USED) {
                      used.incrementAndGet();
                    }
                  }
                  return name;
                }));
      }
      start.countDown();
      for (Future<String> racer : racers) {
        assertThat(racer.get()).startsWith("racer");
      }
    }
    assertThat(made).hasValue(1);
    assertThat(used).hasValue(RACERS - 1);
    assertThat(node.count("SELECT count(*) FROM users.account WHERE username LIKE 'racer%'"))
        .isEqualTo(1);
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.credential c JOIN users.account a ON a.id = c.user_id"
                    + " WHERE a.username LIKE 'racer%'"))
        .isEqualTo(1);
  }

  @Test
  void ofTwentyAtOnceOneGetsTheAddress() throws Exception {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < RACERS; i++) {
        OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
        String written = i % 2 == 0 ? "same@example.com" : "SAME@Example.com";
        String username = "twin" + i;
        threads.execute(
            () -> {
              try {
                registerAs(invitation, written, username);
                made.incrementAndGet();
              } catch (AppException refusal) {
                if (refusal.code() == ErrorCode.USER_ALREADY_EXISTS) {
                  taken.incrementAndGet();
                }
              }
            });
      }
    }
    assertThat(made).hasValue(1);
    assertThat(taken).hasValue(RACERS - 1);
  }

  @Test
  void aTakenNameOrAddressLeavesTheInvitationOpen() {
    node.registered("carla", Role.USER);
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    refused(
        ErrorCode.USER_ALREADY_EXISTS, () -> registerAs(invitation, "CARLA@example.com", "carla2"));
    refused(
        ErrorCode.USER_ALREADY_EXISTS, () -> registerAs(invitation, "other@example.com", "carla"));
    assertThat(registerAs(invitation, "other@example.com", "carla2").username())
        .isEqualTo("carla2");
  }

  @Test
  void anInvitationForAnAddressIsForThatAddress() {
    OpaqueSecret invitation =
        node.invite(Role.USER, Optional.of(new EmailAddress("Dora@Example.com")), node.admin());
    refused(ErrorCode.INVITATION_INVALID, () -> node.register(invitation, "dieter"));
    assertThat(node.register(invitation, "dora").email().text()).isEqualTo("dora@example.com");
  }

  @Test
  void anInvitationEndsAfterSevenDays() {
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    node.clock.shift(Duration.ofDays(7).plusSeconds(1));
    refused(ErrorCode.INVITATION_INVALID, () -> node.register(invitation, "emil"));
  }

  @Test
  void withoutAnInvitationRegistrationIsClosed() {
    refused(ErrorCode.REGISTRATION_CLOSED, () -> registerOpen(node, "franz"));
    refused(
        ErrorCode.INVITATION_INVALID,
        () -> registerAs(OpaqueSecret.random("inv_", new SecureRandom()), "f@x.de", "franz"));
  }

  @Test
  void openRegistrationMakesUsers() {
    try (AuthNode open =
        new AuthNode(database, data, node.clock, Map.of("AUTH_REGISTRATION", "open")).started()) {
      assertThat(registerOpen(open, "gerda").role()).isEqualTo(Role.USER);
      assertThat(open.registered("gustav", Role.MANAGER).role()).isEqualTo(Role.MANAGER);
    }
  }

  @Test
  void nobodyGivesAwayMoreThanHeHas() {
    Account manager = node.registered("hanna", Role.MANAGER);
    Caller caller = TestCallers.of(manager, TestRoles.table().of(Role.MANAGER));
    AppException refusal =
        catchThrowableOfType(
            AppException.class, () -> node.invite(Role.ADMIN, Optional.empty(), caller));
    assertThat(refusal.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal.extensions()).containsEntry("sufficientRoles", List.of("admin"));
    assertThat(node.register(node.invite(Role.MANAGER, Optional.empty(), caller), "hugo").role())
        .isEqualTo(Role.MANAGER);
  }

  @Test
  void administratorsAloneInviteWhereSoSet() {
    Account manager = node.registered("ida", Role.MANAGER);
    Caller caller = TestCallers.of(manager, TestRoles.table().of(Role.MANAGER));
    try (AuthNode strict =
        new AuthNode(database, data, node.clock, Map.of("AUTH_REGISTRATION", "admin")).started()) {
      refused(
          ErrorCode.PERMISSION_DENIED, () -> strict.invite(Role.USER, Optional.empty(), caller));
      assertThat(strict.registered("ilse", Role.USER).role()).isEqualTo(Role.USER);
    }
  }

  @Test
  void anInvitationIsShownToItsMakerAndToAdministrators() {
    Account manager = node.registered("jana", Role.MANAGER);
    Account other = node.registered("jens", Role.MANAGER);
    Caller maker = TestCallers.of(manager, TestRoles.table().of(Role.MANAGER));
    Invitation made =
        node.commands.send(new CreateInvitation(Role.USER, Optional.empty(), "hash-1"), maker);
    GetInvitation query = new GetInvitation(made.id());
    assertThat(node.queries.ask(query, maker)).isEqualTo(made);
    assertThat(node.queries.ask(query, node.admin())).isEqualTo(made);
    refused(
        ErrorCode.PERMISSION_DENIED,
        () -> node.queries.ask(query, TestCallers.of(other, TestRoles.table().of(Role.MANAGER))));
    refused(
        ErrorCode.NOT_FOUND,
        () -> node.queries.ask(new GetInvitation(new UUID(1, 2)), node.admin()));
  }

  @Test
  void aBadPasswordIsRefusedBeforeAnythingElse() {
    assertThatThrownBy(
            () ->
                node.registration.register(
                    new Registration.Request(
                        Optional.of("inv_unknown"),
                        new EmailAddress("konrad.zuse@example.com"),
                        Optional.of("zuse"),
                        "Konrad Zuse",
                        "konrad.zuse!!"),
                    node.anonymous()))
        .isInstanceOfSatisfying(
            AppException.class,
            refusal ->
                assertThat(refusal.violations())
                    .extracting(Violation::code)
                    .containsExactly("password_personal"));
  }

  @Test
  void invitationSecretsAreStoredHashedAlone() {
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.invitation i WHERE i::text LIKE '%"
                    + invitation.reveal().substring(4)
                    + "%'"))
        .isZero();
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.invitation WHERE secret_hash = '"
                    + invitation.hash()
                    + "'"))
        .isEqualTo(1);
  }

  private static Account registerAs(OpaqueSecret invitation, String email, String username) {
    return node.registration.register(
        new Registration.Request(
            Optional.of(invitation.reveal()),
            new EmailAddress(email),
            Optional.of(username),
            "Some Body",
            AuthNode.PASSWORD),
        node.anonymous());
  }

  private static Account registerOpen(AuthNode on, String name) {
    return on.registration.register(
        new Registration.Request(
            Optional.empty(),
            new EmailAddress(name + "@example.com"),
            Optional.empty(),
            "Some Body",
            AuthNode.PASSWORD),
        on.anonymous());
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AppException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
