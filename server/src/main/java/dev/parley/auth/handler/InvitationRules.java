package dev.parley.auth.handler;

import dev.parley.auth.domain.Invitation;
import dev.parley.auth.domain.RegistrationMode;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may register, and as what.
 *
 * @param mode AUTH_REGISTRATION
 */
public record InvitationRules(RegistrationMode mode) {
  /** The role where nobody invited and registration is open. */
  private static final Role OPEN_ROLE = Role.USER;

  /** For a request without an invitation. */
  Role uninvited() {
    if (mode != RegistrationMode.OPEN) {
      throw new AppException(ErrorCode.REGISTRATION_CLOSED, "Registering here needs an invitation");
    }
    return OPEN_ROLE;
  }

  /**
   * For a request with one.
   *
   * @param found what the secret belongs to, if anything
   */
  Role invited(Optional<Invitation> found, EmailAddress email, Instant now) {
    Invitation invitation = found.orElseThrow(InvitationRules::invalid);
    return switch (invitation.status(now)) {
      case USED ->
          throw new AppException(ErrorCode.INVITATION_USED, "This invitation was used already");
      case EXPIRED -> throw invalid();
      case OPEN -> {
        if (!invitation.isFor(email)) {
          throw invalid();
        }
        yield invitation.role();
      }
    };
  }

  private static AppException invalid() {
    return new AppException(
        ErrorCode.INVITATION_INVALID,
        "The invitation is unknown, has expired or is for another mail address");
  }
}
