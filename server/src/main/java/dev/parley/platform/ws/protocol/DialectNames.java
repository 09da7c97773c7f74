package dev.parley.platform.ws.protocol;

/** The names a dialect has for topics and events, as {@code x-dialect-names} tells them. */
public interface DialectNames {
  /** The dialect's name of a topic; the topic itself where it has none. */
  String topic(String topic);

  /** The topic that a dialect's name stands for; the name itself where it stands for none. */
  String original(String name);

  /** The dialect's name of an event type on a topic; the type itself where it has none. */
  String event(String topic, String type);
}
