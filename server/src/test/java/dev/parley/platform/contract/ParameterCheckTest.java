package dev.parley.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.platform.contract.Router.Route;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterCheckTest {
  @Test
  void anUnknownQueryParameterIsNamedAsItStands() {
    Router router = Contract.load(List.of()).router();
    Route route = router.route("GET", Router.steps("/health"));
    ParameterCheck check = new ParameterCheck();
    check.unknownQuery(((Route.Found) route).operation(), List.of("colour"));
    AppException refused = catchThrowableOfType(AppException.class, check::finish);
    assertThat(refused.violations())
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(tuple("query/colour", "unknown"));
  }
}
