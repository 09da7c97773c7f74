package dev.parley.examples;

import dev.parley.client.Credentials;
import dev.parley.client.ParleyClient;
import dev.parley.client.error.PermissionDeniedException;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.ApplicationCredentials;
import dev.parley.client.model.BrokerAuthMethod;
import dev.parley.client.model.BrokerEnvironment;
import dev.parley.client.model.ConnectBrokerRequest;
import dev.parley.client.model.CreateApplicationRequest;
import dev.parley.client.ws.ParleyStreams;
import dev.parley.client.ws.StreamListener;
import dev.parley.client.ws.broker.PositionsEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Registers an application that reads one's positions, lets it do so with credentials of its own,
 * and deletes it. Arguments: address of the server, user name, password.
 */
public final class NightlyReport {
  private static final CreateApplicationRequest REPORT =
      CreateApplicationRequest.builder()
          .name("Nightly report")
          .scopes(List.of("account:read", "positions:read"))
          .build();
  private static final ConnectBrokerRequest PAPER =
      ConnectBrokerRequest.builder()
          .broker("paper")
          .environment(BrokerEnvironment.PAPER)
          .method(BrokerAuthMethod.API_KEY)
          .build();

  private NightlyReport() {}

  public static void main(String[] args) throws InterruptedException {
    try (ParleyClient owner =
        ParleyClient.builder().baseUrl(args[0]).credentials(args[1], args[2]).build()) {
      ApplicationCredentials application = owner.applications().createApplication(REPORT);
      System.out.println("registered: " + application.name());
      Credentials credentials =
          Credentials.clientCredentials(application.id().toString(), application.clientSecret());
      report(args[0], credentials, () -> owner.applications().deleteApplication(application.id()));
    }
  }

  private static void report(String server, Credentials credentials, Runnable deletion)
      throws InterruptedException {
    try (ParleyClient program =
            ParleyClient.builder().baseUrl(server).credentials(credentials).build();
        ParleyStreams streams = ParleyStreams.connect(program)) {
      Ending ending = new Ending();
      var unused = streams.broker().positions(ending).awaitReady(Duration.ofSeconds(10));
      program
          .positions()
          .listPositions()
          .items()
          .forEach(held -> System.out.println("holds: " + held.quantity() + " " + held.symbol()));
      try {
        program.brokerConnections().connectBroker(PAPER);
      } catch (PermissionDeniedException noSuchScope) {
        System.out.println("needs: " + noSuchScope.problem().requiredScopes());
      }
      deletion.run();
      System.out.println(ending.await());
      try {
        program.positions().listPositions();
      } catch (SignedOutException end) {
        System.out.println("calls: the application is refused");
      }
    }
  }

  /** How the stream of positions ends. */
  private static final class Ending implements StreamListener<PositionsEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(PositionsEvent event) {
      // The report is of one moment.
    }

    @Override
    public void onClosed(@Nullable Throwable error) {
      lines.add(
          error instanceof SignedOutException ? "streams: the application is refused" : "" + error);
    }

    String await() throws InterruptedException {
      return Objects.requireNonNull(lines.poll(1, TimeUnit.MINUTES), "nothing happened in time");
    }
  }
}
