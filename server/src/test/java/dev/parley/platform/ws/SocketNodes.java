package dev.parley.platform.ws;

import dev.parley.platform.sample.Node;
import dev.parley.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One database for the tests of a class; the nodes that a test starts end with it. */
final class SocketNodes implements BeforeAllCallback, AfterEachCallback {
  private final List<SocketNode> started = new ArrayList<>();
  private @Nullable TestDatabase database;

  @Override
  public void beforeAll(ExtensionContext context) {
    database = Node.database();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    started.forEach(SocketNode::close);
    started.clear();
  }

  SocketNode start(String... settings) {
    SocketNode node = new SocketNode(database, settings);
    started.add(node);
    return node;
  }
}
