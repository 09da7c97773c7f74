package dev.parley.auth.handler;

import dev.parley.auth.api.NoteFailedSignIn;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.util.Objects;
import java.util.UUID;

/**
 * Notes a wrong password. For a name that nobody has it writes as much, under nobody's id, so that
 * time does not tell who has an account.
 */
public final class NoteFailedSignInHandler
    implements CommandHandler<NoteFailedSignIn, NoteFailedSignIn.Noted> {
  private static final UUID NOBODY = new UUID(0, 0);

  private final SecurityEventStore events;

  public NoteFailedSignInHandler(SecurityEventStore events) {
    this.events = Objects.requireNonNull(events, "events");
  }

  @Override
  public NoteFailedSignIn.Noted handle(NoteFailedSignIn command, CommandContext context) {
    events.record(context, SecurityEventKind.SIGN_IN_FAILED, command.userId().orElse(NOBODY), null);
    return new NoteFailedSignIn.Noted();
  }
}
