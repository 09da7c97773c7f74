package dev.parley.users;

import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.Module;
import dev.parley.platform.module.Wiring;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import dev.parley.users.store.AccountStore;

/** Wires accounts and roles. */
public final class UsersModule implements Module {
  @Override
  public String name() {
    return "users";
  }

  @Override
  public void wire(Kernel kernel, Wiring wiring) {
    wiring
        .provide(UserDirectory.class, new AccountStore(kernel.ids()))
        .provide(RoleScopes.class, RoleTableFile.load(kernel.json()));
  }
}
