package dev.parley.platform.contract;

import java.util.List;

/**
 * A topic and who may subscribe to it, as its spec declares it.
 *
 * @param template the topic with its parameters in braces
 * @param scope the scope that a subscriber must hold
 * @param roles the roles that hold it, the smallest first
 */
public record Topic(String module, String template, String scope, List<String> roles) {
  public Topic {
    roles = List.copyOf(roles);
  }
}
