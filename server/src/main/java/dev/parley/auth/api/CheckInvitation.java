package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Query;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.util.Optional;

/**
 * Which role registration would give; an error if it is not open to this caller. Asked before the
 * costly hash of the password; {@link RegisterAccount} decides again, under lock.
 *
 * @param secretHash hash of the invitation's secret, if there is one
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record CheckInvitation(Optional<String> secretHash, EmailAddress email)
    implements Query<Role> {}
