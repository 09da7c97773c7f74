package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.auth.api.GetOwnAccount;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.oidc.OidcSettings;
import dev.parley.auth.oidc.OidcSignIn;
import dev.parley.auth.oidc.TestIssuer;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.store.AddressStore;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.settings.Settings;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import io.jsonwebtoken.JwtBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nonces, linked and new accounts; each test has people of its own. */
class OidcSignInIT {
  private static final Optional<String> NO_DEVICE = Optional.empty();
  private static final Optional<String> UNINVITED = Optional.empty();

  @TempDir private static Path data;
  private static TestDatabase database;
  private static AuthNode node;
  private static TestIssuer issuer;
  private static TestIssuer other;
  private static OidcSignIn oidc;

  @BeforeAll
  static void start() {
    database = AuthNode.database();
    node = new AuthNode(database, data).started();
    issuer = new TestIssuer(node.clock);
    other = new TestIssuer(node.clock);
    oidc = signInOver(node);
  }

  private static OidcSignIn signInOver(AuthNode on) {
    Map<String, String> settings = new HashMap<>(issuer.settings("local"));
    settings.putAll(other.settings("other"));
    settings.put("OIDC_ISSUERS", "local,other");
    return new OidcSignIn(
        OidcSettings.from(Settings.of(settings)),
        on.commands,
        on.parts.desk,
        new ObjectMapper(),
        on.clock,
        new SecureRandom());
  }

  @AfterAll
  static void stop() {
    oidc.close();
    issuer.close();
    other.close();
    node.close();
  }

  @Test
  void anInvitationMakesAnAccountWithNameAndPictureOfTheIssuer() {
    OpaqueSecret invitation = node.invite(Role.MANAGER, Optional.empty(), node.admin());
    IssuedTokens tokens =
        signIn(
            "anna",
            c -> c.claim("picture", "https://example.com/anna.png"),
            Optional.of(invitation.reveal()));
    Account anna = account(tokens);
    assertThat(anna.email().text()).isEqualTo("anna@example.com");
    assertThat(anna.username()).isEqualTo("anna@example.com");
    assertThat(anna.fullName()).isEqualTo("Some anna");
    assertThat(anna.picture()).isEqualTo("https://example.com/anna.png");
    assertThat(anna.role()).isEqualTo(Role.MANAGER);
    assertThat(tokens.scopes()).isEqualTo(TestRoles.table().of(Role.MANAGER));
    assertThat(tokens.mustChangePassword()).isFalse();
    assertThat(node.refresh.refresh(tokens.refreshToken().reveal(), NO_DEVICE, node.anonymous()))
        .isNotNull();
    refused(
        ErrorCode.INVITATION_USED, () -> signIn("anna2", c -> c, Optional.of(invitation.reveal())));
  }

  @Test
  void theSamePersonGetsTheSameAccountWhateverTheAddress() {
    Account first = account(invited("berta"));
    assertThat(account(signIn("berta")).id()).isEqualTo(first.id());
    Account later =
        account(
            signIn(
                "berta",
                c ->
                    c.claim("email", "married@example.com")
                        .claim("email_verified", false)
                        .claim("picture", "https://example.com/new.png"),
                UNINVITED));
    assertThat(later.id()).isEqualTo(first.id());
    assertThat(later.email()).isEqualTo(first.email());
    assertThat(later.picture()).isEqualTo("https://example.com/new.png");
  }

  @Test
  void withoutAnInvitationRegistrationIsClosedAndTheNonceStaysGood() {
    OidcSignIn.Nonce nonce = nonce("local", NO_DEVICE);
    String token = issuer.sign(issuer.claims("carla", nonce.secret().reveal()));
    refused(ErrorCode.REGISTRATION_CLOSED, () -> present("local", token, UNINVITED, NO_DEVICE));
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    IssuedTokens tokens = present("local", token, Optional.of(invitation.reveal()), NO_DEVICE);
    assertThat(account(tokens).role()).isEqualTo(Role.USER);
    refused(ErrorCode.AUTH_FAILED, () -> present("local", token, UNINVITED, NO_DEVICE));
  }

  @Test
  void openRegistrationMakesUsers() {
    try (AuthNode open =
            new AuthNode(database, data, node.clock, Map.of("AUTH_REGISTRATION", "open"))
                .started();
        OidcSignIn signIn = signInOver(open)) {
      String nonce = signIn.nonce("local", NO_DEVICE, open.anonymous()).secret().reveal();
      IssuedTokens tokens =
          signIn.signIn(
              "local",
              issuer.sign(issuer.claims("dora", nonce)),
              UNINVITED,
              NO_DEVICE,
              open.anonymous());
      assertThat(account(tokens).role()).isEqualTo(Role.USER);
    }
  }

  @Test
  void anInvitationForAnotherAddressIsNoneOfHis() {
    OpaqueSecret invitation =
        node.invite(Role.USER, Optional.of(new EmailAddress("x@example.com")), node.admin());
    refused(
        ErrorCode.INVITATION_INVALID,
        () -> signIn("emil", c -> c, Optional.of(invitation.reveal())));
  }

  @Test
  void anAddressThatTheIssuerDoesNotVouchForOpensNothing() {
    node.register(
        node.invite(Role.USER, Optional.of(new EmailAddress("frida@example.com")), node.admin()),
        "frida");
    refused(
        ErrorCode.EMAIL_NOT_VERIFIED,
        () -> signIn("frida", c -> c.claim("email_verified", false), UNINVITED));
    refused(
        ErrorCode.EMAIL_NOT_VERIFIED,
        () -> signIn("frida", c -> c.claim("email", null), UNINVITED));
    assertThat(linked("frida")).isZero();
  }

  @Test
  void whoInvitesAnAddressAndTakesThePlaceHimselfDoesNotGetItsOwner() {
    // The inviter saw the secret in his own answer, and knows the password of the account.
    node.register(
        node.invite(Role.USER, Optional.of(new EmailAddress("Gustav@Example.com")), node.admin()),
        "gustav");
    refused(ErrorCode.ACCOUNT_NOT_LINKABLE, () -> signIn("gustav"));
    assertThat(linked("gustav")).isZero();
  }

  @Test
  void whatAnInvitationOnceProvedIsTakenBackAndNothingElse() throws IOException {
    OpaqueSecret forGrete =
        node.invite(Role.USER, Optional.of(new EmailAddress("grete@example.com")), node.admin());
    Account grete = account(signIn("grete", c -> c, Optional.of(forGrete.reveal())));
    Account greta =
        node.register(
            node.invite(
                Role.USER, Optional.of(new EmailAddress("greta@example.com")), node.admin()),
            "greta");
    AddressStore addresses = new AddressStore();
    String undo =
        new String(
            AuthModule.class
                .getResourceAsStream("/db/auth/V10__unproven_addresses.sql")
                .readAllBytes(),
            StandardCharsets.UTF_8);
    List<Boolean> proven =
        node.transactions.write(
            handle -> {
              handle.execute(
                  "INSERT INTO auth.verified_address SELECT used_by, lower(email), used_at"
                      + " FROM auth.invitation WHERE used_by = ?",
                  greta.id());
              boolean before = addresses.isVerified(handle, greta);
              handle.createScript(undo).execute();
              return List.of(
                  before, addresses.isVerified(handle, greta), addresses.isVerified(handle, grete));
            });
    assertThat(proven).containsExactly(true, false, true);
  }

  @Test
  void anAccountThatHasProvenItsAddressIsLinked() {
    Account gerda = node.registered("gerda", Role.USER);
    AddressStore addresses = new AddressStore();
    boolean proven =
        node.transactions.write(
            handle -> {
              addresses.verify(handle, gerda, node.clock.instant());
              return addresses.isVerified(handle, gerda);
            });
    assertThat(proven).isTrue();
    IssuedTokens tokens = signIn("gerda");
    signIn("gerda");
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.security_event WHERE kind = 'identity_linked'"
                    + " AND user_id = '%s'".formatted(gerda.id())))
        .isEqualTo(1);
    assertThat(account(tokens).id()).isEqualTo(gerda.id());
    assertThat(account(tokens).fullName()).isEqualTo("Some gerda");
    assertThat(node.signIn("gerda").scopes()).isNotEmpty();
  }

  @Test
  void whoTookAnAddressThatIsNotHisDoesNotGetItsOwnersAccount() {
    // The attacker registers with the victim's address and waits for the victim to come.
    Account taken = node.registered("hanna", Role.USER);
    refused(ErrorCode.ACCOUNT_NOT_LINKABLE, () -> signIn("hanna"));
    assertThat(linked("hanna")).isZero();
    assertThat(node.signIn("hanna").sessionId()).isNotNull();
    assertThat(taken.email().text()).isEqualTo("hanna@example.com");
  }

  @Test
  void anAddressGivenToSomebodyElseDoesNotOpenTheOldAccount() {
    invited("ida");
    refused(
        ErrorCode.ACCOUNT_NOT_LINKABLE,
        () -> signIn("ida-the-second", c -> c.claim("email", "IDA@example.com"), UNINVITED));
  }

  @Test
  void twoIssuersThatVouchForOneAddressOpenOneAccount() {
    Account jana = account(invited("jana"));
    String nonce = nonce("other", NO_DEVICE).secret().reveal();
    IssuedTokens tokens =
        present("other", other.sign(other.claims("jana", nonce)), UNINVITED, NO_DEVICE);
    assertThat(account(tokens).id()).isEqualTo(jana.id());
  }

  @Test
  void subjectsOfTwoIssuersAreTwoPeople() {
    Account here = account(invited("karl"));
    OpaqueSecret invitation = node.invite(Role.USER, Optional.empty(), node.admin());
    String nonce = nonce("other", NO_DEVICE).secret().reveal();
    Account there =
        account(
            present(
                "other",
                other.sign(
                    other.claims("karl", nonce).claim("email", "karl-elsewhere@example.com")),
                Optional.of(invitation.reveal()),
                NO_DEVICE));
    assertThat(there.id()).isNotEqualTo(here.id());
  }

  @Test
  void aSuspendedAccountStaysOut() {
    invited("lena");
    suspend("lena@example.com");
    refused(ErrorCode.ACCOUNT_DISABLED, () -> signIn("lena"));
  }

  @Test
  void anAccountWithoutAPasswordHasNoneThatIsRight() {
    IssuedTokens tokens = invited("mia");
    refused(
        ErrorCode.INVALID_CREDENTIALS,
        () ->
            node.signIn.signIn("mia@example.com", AuthNode.PASSWORD, NO_DEVICE, node.anonymous()));
    AppException failure =
        failure(
            () ->
                node.passwordChange.change(
                    "whatever", "difference engine no 2", NO_DEVICE, node.caller(tokens)));
    assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    assertThat(failure.violations().get(0).code()).isEqualTo("no_password");
  }

  @Test
  void aNonceIsOfOneUseOneIssuerAndTenMinutes() {
    invited("nora");
    String mine = nonce("local", NO_DEVICE).secret().reveal();
    String theirs = nonce("other", NO_DEVICE).secret().reveal();
    assertThat(bad("nora", "nonce_of-nobody", NO_DEVICE)).isEqualTo("nonce");
    assertThat(bad("nora", theirs, NO_DEVICE)).isEqualTo("nonce");
    present("local", issuer.sign(issuer.claims("nora", mine)), UNINVITED, NO_DEVICE);
    assertThat(bad("nora", mine, NO_DEVICE)).isEqualTo("nonce");
    String late = nonce("local", NO_DEVICE).secret().reveal();
    node.clock.shift(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(bad("nora", late, NO_DEVICE)).isEqualTo("nonce");
  }

  @Test
  void aNonceOfADeviceIsForThatDevice() {
    invited("olga");
    String nonce = nonce("local", AuthNode.DEVICE).secret().reveal();
    assertThat(bad("olga", nonce, NO_DEVICE)).isEqualTo("nonce");
    assertThat(bad("olga", nonce, Optional.of("another"))).isEqualTo("nonce");
    IssuedTokens tokens =
        present("local", issuer.sign(issuer.claims("olga", nonce)), UNINVITED, AuthNode.DEVICE);
    assertThat(node.parts.verifier.verify(tokens.accessToken()).fp())
        .isEqualTo(AuthNode.DEVICE.orElseThrow());
  }

  @Test
  void ofTwentySignInsWithOneTokenOneSucceeds() throws Exception {
    invited("paul");
    String nonce = nonce("local", NO_DEVICE).secret().reveal();
    String token = issuer.sign(issuer.claims("paul", nonce));
    assertThat(successes(20, i -> present("local", token, UNINVITED, NO_DEVICE))).isEqualTo(1);
  }

  @Test
  void firstSignInsOfOnePersonAtOnceMakeOneAccount() throws Exception {
    List<String> invitations = new ArrayList<>();
    List<String> nonces = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      invitations.add(node.invite(Role.USER, Optional.empty(), node.admin()).reveal());
      nonces.add(nonce("local", NO_DEVICE).secret().reveal());
    }
    assertThat(
            successes(
                10,
                i ->
                    present(
                        "local",
                        issuer.sign(issuer.claims("quirin", nonces.get(i))),
                        Optional.of(invitations.get(i)),
                        NO_DEVICE)))
        .isEqualTo(10);
    assertThat(linked("quirin")).isEqualTo(1);
    assertThat(node.count("SELECT count(*) FROM users.account WHERE email = 'quirin@example.com'"))
        .isEqualTo(1);
  }

  @Test
  void noncesAreStoredHashedAlone() {
    OpaqueSecret secret = nonce("local", NO_DEVICE).secret();
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.oidc_nonce n WHERE n::text LIKE '%"
                    + secret.reveal().substring(6)
                    + "%'"))
        .isZero();
    assertThat(
            node.count(
                "SELECT count(*) FROM auth.oidc_nonce WHERE nonce_hash = '" + secret.hash() + "'"))
        .isEqualTo(1);
  }

  @Test
  void anIssuerThatNobodyKnowsIsNotFound() {
    refused(ErrorCode.NOT_FOUND, () -> nonce("nobody", NO_DEVICE));
    refused(ErrorCode.NOT_FOUND, () -> present("nobody", "x", UNINVITED, NO_DEVICE));
  }

  private static IssuedTokens invited(String subject) {
    String invitation = node.invite(Role.USER, Optional.empty(), node.admin()).reveal();
    return signIn(subject, c -> c, Optional.of(invitation));
  }

  private static IssuedTokens signIn(String subject) {
    return signIn(subject, c -> c, UNINVITED);
  }

  private static IssuedTokens signIn(
      String subject, UnaryOperator<JwtBuilder> change, Optional<String> invitation) {
    String nonce = nonce("local", NO_DEVICE).secret().reveal();
    String token = issuer.sign(change.apply(issuer.claims(subject, nonce)));
    return present("local", token, invitation, NO_DEVICE);
  }

  private static OidcSignIn.Nonce nonce(String at, Optional<String> fp) {
    return oidc.nonce(at, fp, node.anonymous());
  }

  private static IssuedTokens present(
      String at, String token, Optional<String> invitation, Optional<String> fp) {
    return oidc.signIn(at, token, invitation, fp, node.anonymous());
  }

  /** What is wrong with a token of this nonce. */
  private static String bad(String subject, String nonce, Optional<String> fp) {
    AppException failure =
        failure(() -> present("local", issuer.sign(issuer.claims(subject, nonce)), UNINVITED, fp));
    assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_FAILED);
    return failure.violations().get(0).code();
  }

  private static Account account(IssuedTokens tokens) {
    return node.queries.ask(new GetOwnAccount(), node.caller(tokens));
  }

  private static long linked(String subject) {
    return node.count("SELECT count(*) FROM auth.oidc_identity WHERE subject = '" + subject + "'");
  }

  private static void suspend(String email) {
    int changed =
        node.transactions.write(
            handle ->
                handle.execute(
                    "UPDATE users.account SET status = 'suspended' WHERE email = ?", email));
    assertThat(changed).isEqualTo(1);
  }

  private interface Attempt {
    IssuedTokens make(int i);
  }

  private static long successes(int attempts, Attempt attempt) throws Exception {
    List<Future<Boolean>> racers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < attempts; i++) {
        int number = i;
        racers.add(
            threads.submit(
                () -> {
                  try {
                    return attempt.make(number) != null;
                  } catch (AppException refusal) {
                    return false;
                  }
                }));
      }
    }
    long made = 0;
    for (Future<Boolean> racer : racers) {
      made += racer.get() ? 1 : 0;
    }
    return made;
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThat(failure(call).code()).isEqualTo(code);
  }

  private static AppException failure(ThrowingCallable call) {
    AppException failure = catchThrowableOfType(AppException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }
}
