package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.NamedOutcome;
import dev.parley.platform.error.ErrorCode;
import java.util.Optional;
import java.util.UUID;

/**
 * Notes that a wrong password was given, where its owner and the operator find it.
 *
 * @param userId whose; none if nobody has that name
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record NoteFailedSignIn(Optional<UUID> userId) implements Command<NoteFailedSignIn.Noted> {
  /** The audit trail has it as what it was: a refusal. */
  public record Noted() implements NamedOutcome {
    @Override
    public String outcome() {
      return ErrorCode.INVALID_CREDENTIALS.name();
    }
  }

  @Override
  public String target() {
    return "user:" + userId.map(UUID::toString).orElse("unknown");
  }
}
