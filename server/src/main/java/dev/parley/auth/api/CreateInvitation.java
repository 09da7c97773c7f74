package dev.parley.auth.api;

import dev.parley.auth.domain.Invitation;
import dev.parley.platform.bus.Command;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.util.Optional;

/**
 * Lets one person register.
 *
 * @param email the only address that may use it, if given
 * @param secretHash hash of the secret the caller will be shown
 */
public record CreateInvitation(Role role, Optional<EmailAddress> email, String secretHash)
    implements Command<Invitation> {}
