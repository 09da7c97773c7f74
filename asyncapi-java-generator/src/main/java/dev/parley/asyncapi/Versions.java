package dev.parley.asyncapi;

/** Which documents are read. */
final class Versions {
  private Versions() {}

  /** Refuses anything but AsyncAPI 3.0. */
  static void check(Node root) {
    if (!root.json().isObject()) {
      throw root.refuse("expected an AsyncAPI document, found " + root.json().getNodeType());
    }
    String version = root.text("asyncapi");
    if (version.startsWith("2.") || version.startsWith("1.")) {
      throw root.refuse(
          "expected asyncapi 3.0.x, found '"
              + version
              + "', which says send and receive from the other side; convert it first");
    }
    if (version.isEmpty()) {
      String other = root.has("openapi") || root.has("swagger") ? ", this is OpenAPI" : "";
      throw root.refuse("expected an AsyncAPI document, which has the key asyncapi" + other);
    }
    if (!version.matches("3\\.0\\.\\d+.*")) {
      throw root.refuse("expected asyncapi 3.0.x, found '" + version + "'");
    }
  }
}
