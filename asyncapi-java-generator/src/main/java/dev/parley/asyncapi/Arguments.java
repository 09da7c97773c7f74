package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;

/** The words of a command line, taken out one option at a time. */
final class Arguments {
  private final List<String> rest;

  Arguments(List<String> args) {
    this.rest = new ArrayList<>(args);
  }

  String required(String option) {
    String value = optional(option);
    if (value.isEmpty()) {
      throw new Refusal(option, "is missing; --help shows all options");
    }
    return value;
  }

  /** The value of an option that is given once at most; empty where it is not given. */
  String optional(String option) {
    List<String> values = all(option);
    if (values.size() > 1) {
      throw new Refusal(option, "is given " + values.size() + " times");
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  List<String> all(String option) {
    List<String> values = new ArrayList<>();
    for (int i = rest.indexOf(option); i >= 0; i = rest.indexOf(option)) {
      rest.remove(i);
      if (i == rest.size() || rest.get(i).startsWith("--")) {
        throw new Refusal(option, "has no value");
      }
      values.add(rest.remove(i));
    }
    return values;
  }

  boolean flag(String option) {
    return rest.removeIf(option::equals);
  }

  void refuseRest() {
    if (!rest.isEmpty()) {
      throw new Refusal(rest.get(0), "is not an option; --help shows all options");
    }
  }
}
