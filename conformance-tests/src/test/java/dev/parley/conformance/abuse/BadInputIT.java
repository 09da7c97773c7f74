package dev.parley.conformance.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.SignIn;
import dev.parley.conformance.Suite;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Bad input over everything: over every operation, every topic's path and the protocols below. Each
 * gets a clear answer, and after each kind somebody else has noticed nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputIT {
  private Victim victim;

  @BeforeAll
  void start() {
    assumeTrue(ServerGauge.works(), "weighs what Linux shows");
    victim = new Victim();
  }

  @AfterAll
  void stop() {
    if (victim != null) {
      victim.close();
    }
  }

  @AfterEach
  void unharmed() {
    victim.unharmed();
  }

  @TestFactory
  Stream<DynamicTest> forgedTokens() throws Exception {
    ForgedTokens tokens = new ForgedTokens(victim);
    return tokens.all().entrySet().stream()
        .map(
            token ->
                dynamicTest(
                    token.getKey(),
                    () -> {
                      // No client library sends some of them in a header.
                      if (token.getValue().length() < 10_000) {
                        tokens.refusedEverywhere(token.getValue());
                      }
                      tokens.refusedBySockets(token.getValue());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> authorizationHeaders() {
    return Attack.tests(victim, ForgedTokens.headers());
  }

  /** Signed with the very keys, for somebody else. */
  @Test
  void trulySignedTokensForOthers() throws Exception {
    ForgedTokens tokens = new ForgedTokens(victim);
    for (String setting : new String[] {"AUTH_AUDIENCE", "AUTH_ISSUER"}) {
      Map<String, String> settings = new HashMap<>(victim.server().shared());
      settings.put(setting, "elsewhere");
      try (ServerProcess elsewhere = ServerProcess.start(settings)) {
        Suite there = Suite.over(elsewhere.url(), SignIn.NEXT_PASSWORD);
        String token = there.signIn().admin();
        assertThat(ForgedTokens.json(token, 0)).isEqualTo(ForgedTokens.json(victim.token(), 0));
        tokens.refusedEverywhere(token);
        tokens.refusedBySockets(token);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> forgedCursors() {
    return Attack.tests(victim, Injection.cursors());
  }

  @TestFactory
  Stream<DynamicTest> textsThatMeanSomethingElsewhere() {
    return Attack.tests(victim, Injection.all());
  }

  @TestFactory
  Stream<DynamicTest> bodies() {
    return Attack.tests(victim, BadBodies.all());
  }

  @TestFactory
  Stream<DynamicTest> heads() {
    return Attack.tests(victim, BadHeads.all());
  }

  @TestFactory
  Stream<DynamicTest> handshakes() {
    return Attack.tests(victim, BadHandshakes.all());
  }

  @TestFactory
  Stream<DynamicTest> framesThatEndTheirSocket() {
    return Attack.tests(victim, BadFrames.fatal());
  }

  @TestFactory
  Stream<DynamicTest> framesThatAreAnswered() {
    return Attack.tests(victim, BadFrames.bearable());
  }

  @TestFactory
  Stream<DynamicTest> floods() {
    return Attack.atOnce(victim, Floods.all());
  }
}
