package dev.parley.broker.ws;

import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.platform.ws.TopicRequest;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * A topic of which each user has his own log and sees no other: the log is that of the subscriber,
 * whoever he is, so there is nothing to refuse.
 *
 * @param name the topic
 * @param state the present state of a user, as the snapshot's {@code data}
 */
public record UserTopic(String name, BiFunction<Handle, UUID, Object> state)
    implements TopicHandler {
  @Override
  public LogKey authorize(TopicRequest request) {
    return LogKey.user(name, request.principal().userId());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    return state.apply(context.handle(), request.principal().userId());
  }
}
