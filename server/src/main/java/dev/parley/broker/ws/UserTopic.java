package dev.parley.broker.ws;

import dev.parley.contract.broker.events.BrokerTopic;
import dev.parley.contract.broker.events.BrokerTopics;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.platform.ws.TopicRequest;

/**
 * A topic of which each user has his own log and sees no other: the log is that of the subscriber,
 * whoever he is, so there is nothing to refuse.
 *
 * @param name the topic
 * @param snapshots reads the present state of a user
 */
public record UserTopic(String name, BrokerTopics<Snapshots.Viewer> snapshots)
    implements TopicHandler {
  @Override
  public LogKey authorize(TopicRequest request) {
    return LogKey.user(name, request.principal().userId());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    Snapshots.Viewer viewer = new Snapshots.Viewer(context.handle(), request.principal().userId());
    return BrokerTopic.parse(name)
        .flatMap(topic -> snapshots.snapshot(topic, viewer))
        .orElseThrow();
  }
}
