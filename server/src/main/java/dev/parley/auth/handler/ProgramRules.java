package dev.parley.auth.handler;

import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.users.api.RoleScopes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What holds for everything that somebody lets a program of his act with, be it a key or an
 * application. Thread-safe.
 */
public final class ProgramRules {
  private final RoleScopes roles;
  private final SessionStore sessions;
  private final String programs;
  private final String program;

  /**
   * @param programs what gets the scopes, for sentences: many of them
   * @param program one of them
   */
  public ProgramRules(RoleScopes roles, SessionStore sessions, String programs, String program) {
    this.roles = Objects.requireNonNull(roles, "roles");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.programs = Objects.requireNonNull(programs, "programs");
    this.program = Objects.requireNonNull(program, "program");
  }

  /**
   * Whether the caller may give these scopes: none that makes, changes or ends credentials, and
   * none that he lacks himself.
   *
   * @throws AppException VALIDATION_ERROR for those that only a sign-in gives, PERMISSION_DENIED
   *     for those that the caller lacks
   */
  void checkScopes(Collection<String> scopes, Principal caller) {
    List<Violation> forbidden = new ArrayList<>();
    int index = 0;
    for (String scope : scopes) {
      if (roles.signInOnly().contains(scope)) {
        forbidden.add(
            new Violation(
                "/scopes/" + index,
                "sign_in_only",
                "must not be " + scope + ", which only a sign-in gives"));
      }
      index++;
    }
    if (!forbidden.isEmpty()) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "Scopes that make or end credentials are not for " + programs,
          forbidden);
    }
    if (!caller.scopes().containsAll(scopes)) {
      throw ScopeRefusal.because(
          program + " holds no scope that its maker lacks",
          List.copyOf(new TreeSet<>(scopes)),
          caller,
          roles.holding(scopes));
    }
  }

  /**
   * Whether the maker's session is still there, once others who end all that he has made have to
   * wait: they would miss what is made after they looked.
   *
   * @throws AppException AUTH_FAILED
   */
  void checkSession(CommandContext context) {
    if (sessions.isRevoked(context.handle(), context.caller().require().sessionId())) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The session has ended");
    }
  }
}
