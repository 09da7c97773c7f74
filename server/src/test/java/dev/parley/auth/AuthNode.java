package dev.parley.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.auth.api.CreateInvitation;
import dev.parley.auth.domain.Invitation;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.InvitationSecrets;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.signin.PasswordChange;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.Registration;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.platform.bus.ApiTypes;
import dev.parley.platform.bus.Bindings;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.db.Migrations;
import dev.parley.platform.db.Types;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.sample.TestClock;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import dev.parley.users.api.UserDirectory;
import dev.parley.users.store.AccountStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One server's authentication on a test database, wired as the module does it. */
final class AuthNode implements AutoCloseable {
  static final String PASSWORD = "analytical engine no 1";
  static final String ADDRESS = "10.0.0.1";
  static final Optional<String> DEVICE = Optional.of(DeviceId.fingerprint("device-one"));
  static final String ADMIN_PASSWORD = "first words of admin";

  final TestClock clock;
  final Transactions transactions;
  final CommandBus commands;
  final QueryBus queries;
  final AuthParts parts;
  final UserDirectory users;
  final Registration registration;
  final PasswordSignIn signIn;
  final SessionRefresh refresh;
  final PasswordChange passwordChange;
  private final HikariDataSource pool;

  AuthNode(TestDatabase database, Path data) {
    this(database, data, new TestClock(), Map.of("PARLEY_ADMIN_PASSWORD", ADMIN_PASSWORD));
  }

  AuthNode(TestDatabase database, Path data, TestClock clock, Map<String, String> changes) {
    this.clock = clock;
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(10);
    pool = new HikariDataSource(config);
    transactions = new Transactions(Types.jdbi(pool));
    TimeOrderedIds ids = new TimeOrderedIds(clock);
    users = new AccountStore(ids);
    parts =
        new AuthParts(
            settings(data, changes),
            transactions,
            users,
            TestRoles.table(),
            clock,
            ids,
            SharedValues.NONE);
    Bindings bindings = new Bindings();
    parts.bind(binder(bindings));
    List<Class<?>> expected = new ArrayList<>(ApiTypes.besides(AuthModule.class, Command.class));
    expected.addAll(ApiTypes.besides(AuthModule.class, Query.class));
    bindings.seal(expected);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    commands =
        new CommandBus(
            bindings,
            transactions,
            new EventTypes(new ObjectMapper()),
            new IdempotencyStore(clock, Duration.ofHours(24)),
            events -> {},
            clock,
            ids,
            meters);
    queries =
        new QueryBus(
            bindings,
            transactions,
            new DatabaseEventLog(transactions),
            positions -> {},
            clock,
            meters);
    registration = new Registration(queries, commands, parts.hasher, parts.passwordRules);
    signIn = new PasswordSignIn(queries, commands, parts.hasher, parts.throttle, parts.desk);
    refresh = new SessionRefresh(commands, parts.desk);
    passwordChange =
        new PasswordChange(
            queries, commands, parts.hasher, parts.passwordRules, parts.throttle, parts.desk);
  }

  static TestDatabase database() {
    TestDatabase database = TestDatabase.fresh();
    new Migrations(database.dataSource()).run(List.of("platform", "users", "auth"));
    return database;
  }

  AuthNode started() {
    parts.start();
    return this;
  }

  /** An account with {@link #PASSWORD}, made by way of an invitation. */
  Account registered(String name, Role role) {
    return register(invite(role, Optional.empty(), admin()), name);
  }

  Account register(OpaqueSecret invitation, String name) {
    return registration.register(
        new Registration.Request(
            Optional.of(invitation.reveal()),
            new EmailAddress(name + "@example.com"),
            Optional.of(name),
            "Some " + name,
            PASSWORD),
        anonymous());
  }

  OpaqueSecret invite(Role role, Optional<EmailAddress> email, Caller inviter) {
    OpaqueSecret secret = new InvitationSecrets(new SecureRandom()).next();
    Invitation invitation =
        commands.send(new CreateInvitation(role, email, secret.hash()), inviter);
    if (invitation.role() != role) {
      throw new AssertionError("The invitation is for another role");
    }
    return secret;
  }

  /** A caller with all of the admin's scopes, without the ceremony of the first sign-in. */
  Caller admin() {
    Account account = transactions.read(handle -> users.findByLogin(handle, "admin").orElseThrow());
    return TestCallers.of(account, TestRoles.table().of(Role.ADMIN));
  }

  IssuedTokens signIn(String login) {
    return signIn.signIn(login, PASSWORD, DEVICE, anonymous());
  }

  IssuedTokens refresh(IssuedTokens tokens) {
    return refresh(tokens.refreshToken());
  }

  IssuedTokens refresh(OpaqueSecret refreshToken) {
    return refresh.refresh(refreshToken.reveal(), DEVICE, anonymous());
  }

  Caller caller(IssuedTokens tokens) {
    return TestCallers.of(parts.verifier.verify(tokens.accessToken()));
  }

  Caller anonymous() {
    return TestCallers.anonymous(ADDRESS);
  }

  long count(String sql) {
    return transactions.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static AuthSettings settings(Path data, Map<String, String> changes) {
    Map<String, String> values = new HashMap<>();
    values.put("DATA_DIR", data.toString());
    values.put("AUTH_ARGON2_MEMORY", "64");
    values.put("AUTH_ARGON2_ITERATIONS", "1");
    values.put("AUTH_LOGIN_FREE_ATTEMPTS", "1000");
    values.putAll(changes);
    return AuthSettings.from(Settings.of(values));
  }

  private static AuthParts.Binder binder(Bindings bindings) {
    return new AuthParts.Binder() {
      @Override
      public <C extends Command<R>, R> void command(Class<C> type, CommandHandler<C, R> handler) {
        bindings.command(type, handler);
      }

      @Override
      public <Q extends Query<R>, R> void query(Class<Q> type, QueryHandler<Q, R> handler) {
        bindings.query(type, handler);
      }
    };
  }

  @Override
  public void close() {
    parts.close();
    pool.close();
  }
}
