package dev.parley.platform.ws;

import dev.parley.contract.frames.TopicSubscription;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopic;
import dev.parley.platform.ws.hub.LiveTopics;
import dev.parley.platform.ws.hub.LogFeed;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins sockets to topics they may have. Called on the socket's own thread; thread-safe. */
final class Joiner {
  private static final Logger LOG = LoggerFactory.getLogger(Joiner.class);

  private final int maxTopics;
  private final InstantSource clock;
  private final TopicCatalog catalog;
  private final Map<String, TopicHandler> handlers;
  private final Hub hub;
  private final LogJoiner logs;
  private final LiveJoiner lives;

  /**
   * @param maxTopics of one socket
   * @param handlers by {@code x-topic}
   */
  Joiner(
      int maxTopics,
      InstantSource clock,
      TopicCatalog catalog,
      Map<String, TopicHandler> handlers,
      PastReader past,
      Hub hub,
      LiveTopics live) {
    this.maxTopics = maxTopics;
    this.clock = clock;
    this.catalog = catalog;
    this.handlers = Map.copyOf(handlers);
    this.hub = hub;
    this.logs = new LogJoiner(past, hub);
    this.lives = new LiveJoiner(past, live);
  }

  /** Joins one topic and answers for it, whatever happens. */
  void join(Connection connection, @Nullable String frameId, TopicSubscription wish) {
    try {
      Join join = authorize(connection, frameId, wish);
      connection.topics().drop(wish.topic());
      if (connection.topics().all().size() >= maxTopics) {
        throw new AppException(ErrorCode.TOO_MANY_TOPICS, "A connection has at most " + maxTopics);
      }
      if (join.rule().durable()) {
        logs.join(join);
      } else {
        lives.join(join);
      }
    } catch (AppException e) {
      connection.fail(frameId, wish.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Socket {} could not join {}", connection.id(), wish.topic(), e);
      connection.fail(
          frameId,
          wish.topic(),
          ErrorCode.INTERNAL_ERROR,
          "The topic could not be joined; connection " + connection.id(),
          true);
    }
  }

  private Join authorize(Connection connection, @Nullable String frameId, TopicSubscription wish) {
    Principal principal =
        connection
            .principal()
            .orElseThrow(() -> new AppException(ErrorCode.UNAUTHENTICATED, "Authenticate first"));
    TopicCatalog.Match match =
        catalog
            .find(wish.topic())
            .filter(found -> connection.module().map(found.rule().module()::equals).orElse(true))
            .orElseThrow(
                () -> new AppException(ErrorCode.NOT_FOUND, "There is no topic " + wish.topic()));
    TopicRule rule = match.rule();
    if (!principal.has(rule.scope())) {
      throw ScopeRefusal.of(
          "Topic " + wish.topic(), List.of(rule.scope()), principal, rule.roles());
    }
    TopicHandler handler = handlers.get(rule.pattern());
    if (handler == null) {
      throw new AppException(ErrorCode.NOT_FOUND, "There is no topic " + wish.topic());
    }
    TopicRequest request = new TopicRequest(wish.topic(), match.parameters(), principal);
    return new Join(
        connection, frameId, wish, rule, handler, request, handler.authorize(request), clock);
  }

  /** Takes a subscription out of its stream. */
  void release(Subscription subscription) {
    LogFeed feed = subscription.feed();
    if (feed != null) {
      hub.release(feed, subscription);
    }
    LiveTopic topic = subscription.live();
    if (topic != null) {
      topic.detach(subscription);
    }
  }
}
