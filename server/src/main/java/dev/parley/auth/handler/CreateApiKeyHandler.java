package dev.parley.auth.handler;

import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.security.Principal;
import dev.parley.platform.time.Ids;
import java.util.Objects;
import java.util.TreeSet;

/** Makes a key that can do no more than its maker. */
public final class CreateApiKeyHandler implements CommandHandler<CreateApiKey, ApiKey> {
  private final ApiKeyRules rules;
  private final SecurityEventStore events;
  private final Ids ids;

  public CreateApiKeyHandler(ApiKeyRules rules, SecurityEventStore events, Ids ids) {
    this.rules = Objects.requireNonNull(rules, "rules");
    this.events = Objects.requireNonNull(events, "events");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public ApiKey handle(CreateApiKey command, CommandContext context) {
    Principal maker = context.caller().require();
    rules.grant(command.scopes(), maker);
    ApiKey key =
        ApiKey.made(
            ids.next(),
            maker.userId(),
            command.name(),
            command.hint(),
            new TreeSet<>(command.scopes()),
            context.now(),
            command.life());
    context.target("api-key:" + key.id());
    rules.keep(key, command.secretHash(), context);
    events.record(context, SecurityEventKind.API_KEY_CREATED, maker.userId(), maker.sessionId());
    return key;
  }
}
