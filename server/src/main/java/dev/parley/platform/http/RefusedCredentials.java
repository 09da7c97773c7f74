package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.Principal;
import java.util.Optional;

/**
 * Has every credential of a request that is refused draw on the budget that the operation names for
 * those, so that guessing has an end (B07). Each is checked before: one that holds is taken however
 * many others were refused. Thread-safe.
 */
final class RefusedCredentials implements CredentialVerifier {
  private final CredentialVerifier verifier;
  private final RequestBudgets budgets;

  RefusedCredentials(CredentialVerifier verifier, RequestBudgets budgets) {
    this.verifier = verifier;
    this.budgets = budgets;
  }

  @Override
  public Principal verify(Credential credential, Optional<String> deviceId) {
    try {
      return verifier.verify(credential, deviceId);
    } catch (AppException refused) {
      RequestScope scope = RequestScope.current();
      Operation operation = scope.operation;
      if (operation != null && refused.code() == ErrorCode.AUTH_FAILED) {
        budgets.takeRefused(operation, verifier.holder(credential), scope);
      }
      throw refused;
    }
  }
}
