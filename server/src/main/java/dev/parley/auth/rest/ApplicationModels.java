package dev.parley.auth.rest;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.contract.auth.model.Application;
import dev.parley.contract.auth.model.ApplicationCredentials;
import dev.parley.platform.page.Page;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Applications, as the contract has them. */
final class ApplicationModels {
  private ApplicationModels() {}

  static Application application(dev.parley.auth.domain.Application application) {
    return Application.builder()
        .id(application.id())
        .name(application.name())
        .scopes(sorted(application.scopes()))
        .createdAt(application.createdAt())
        .secretCreatedAt(application.secretAt())
        .version(application.version())
        .build();
  }

  static ApplicationCredentials credentials(
      dev.parley.auth.domain.Application application, OpaqueSecret secret) {
    return ApplicationCredentials.builder()
        .id(application.id())
        .name(application.name())
        .scopes(sorted(application.scopes()))
        .createdAt(application.createdAt())
        .secretCreatedAt(application.secretAt())
        .version(application.version())
        .clientSecret(secret.reveal())
        .build();
  }

  static dev.parley.contract.common.model.Page page(Page<?> page) {
    return new dev.parley.contract.common.model.Page(
        page.limit(),
        page.nextCursor().orElse(null),
        page.total().isPresent() ? page.total().getAsLong() : null);
  }

  private static List<String> sorted(Collection<String> scopes) {
    return new TreeSet<>(scopes).stream().toList();
  }
}
