package dev.parley.broker.handler;

import dev.parley.broker.BrokerSettings;
import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.ConnectBroker;
import dev.parley.broker.api.ConnectionEvent.BrokerConnectionEstablished;
import dev.parley.broker.api.ConnectionStatus;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Connection;
import dev.parley.broker.domain.PaperBroker;
import dev.parley.broker.domain.Valuation;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.time.Ids;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Connects the paper broker; two requests at once get one connection and one 409. */
public final class ConnectBrokerHandler implements CommandHandler<ConnectBroker, ConnectionView> {
  private final AccountStore accounts = new AccountStore();
  private final ConnectionStore connections = new ConnectionStore();
  private final BrokerSettings settings;
  private final Ids ids;

  public ConnectBrokerHandler(BrokerSettings settings, Ids ids) {
    this.settings = settings;
    this.ids = ids;
  }

  @Override
  public ConnectionView handle(ConnectBroker command, CommandContext context) {
    if (!PaperBroker.offers(command.broker(), command.environment(), command.method())) {
      throw new AppException(
          ErrorCode.UNSUPPORTED_BROKER,
          "There is no broker %s with environment %s and method %s; supported is paper with paper and api_key"
              .formatted(command.broker(), lower(command.environment()), lower(command.method())));
    }
    UUID userId = context.caller().require().userId();
    Account account = account(command, context, userId);
    if (connections.live(context.handle(), account.id()).isPresent()) {
      throw new AppException(
          ErrorCode.DUPLICATE_RESOURCE,
          "Broker %s is connected already; disconnect it first".formatted(command.broker()));
    }
    Connection connection =
        new Connection(
            ids.next(),
            userId,
            account.id(),
            command.broker(),
            command.environment(),
            command.method(),
            ConnectionStatus.CONNECTED,
            context.now(),
            null,
            context.now(),
            1);
    connections.insert(context.handle(), connection);
    context.target("broker-connection:" + connection.id());
    context.emit(new BrokerConnectionEstablished(userId, connection.view()));
    return connection.view();
  }

  /** The user's account, locked; opened if this is the first connection. */
  private Account account(ConnectBroker command, CommandContext context, UUID userId) {
    Account fresh =
        Account.open(
            ids.next(),
            userId,
            PaperBroker.CURRENCY,
            settings.startingCash(),
            settings.maxOrderQuantity(),
            context.now());
    accounts.open(context.handle(), fresh, command.broker(), command.environment());
    Account account = accounts.lockOfUser(context.handle(), userId).orElseThrow();
    if (account.id().equals(fresh.id())) {
      context.emit(
          new AccountUpdated(userId, Valuation.of(List.of(), symbol -> null).view(account)));
    }
    return account;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
