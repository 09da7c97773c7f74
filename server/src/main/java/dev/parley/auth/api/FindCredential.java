package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Query;
import java.util.Optional;

/**
 * Whose password is to be checked at sign-in.
 *
 * @param login user name or mail address
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record FindCredential(String login) implements Query<Optional<Credential>> {}
