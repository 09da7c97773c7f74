package dev.parley.auth.rest;

import dev.parley.auth.reset.PasswordResets;
import dev.parley.contract.auth.api.PasswordResetsApi;
import dev.parley.contract.auth.model.ConfirmPasswordResetRequest;
import dev.parley.contract.auth.model.PasswordResetRequest;
import dev.parley.platform.security.Callers;
import dev.parley.users.api.EmailAddress;
import java.util.Objects;

/** The operations of password resets. */
public final class PasswordResetsDelegate implements PasswordResetsApi {
  private final PasswordResets resets;
  private final Callers callers;

  public PasswordResetsDelegate(PasswordResets resets, Callers callers) {
    this.resets = Objects.requireNonNull(resets, "resets");
    this.callers = Objects.requireNonNull(callers, "callers");
  }

  @Override
  public void requestPasswordReset(PasswordResetRequest request) {
    resets.request(new EmailAddress(request.email()), callers.current());
  }

  @Override
  public void confirmPasswordReset(ConfirmPasswordResetRequest request) {
    resets.confirm(request.token(), request.newPassword(), callers.current());
  }
}
