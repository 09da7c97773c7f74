package dev.parley.conformance.lie;

import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A lie about requests of one kind.
 *
 * @param which requests it is about; others pass as they are
 * @param ask what the server gets to see
 * @param give of request and answer, what the suite gets to see
 */
record CallLie(
    String name, Predicate<Message> which, UnaryOperator<Message> ask, BinaryOperator<Message> give)
    implements Lie {
  /** Changes what is asked. */
  static CallLie asks(String name, Predicate<Message> which, UnaryOperator<Message> ask) {
    return new CallLie(name, which, ask, (request, answer) -> answer);
  }

  /** Changes what is answered. */
  static CallLie answers(String name, Predicate<Message> which, UnaryOperator<Message> give) {
    return new CallLie(name, which, request -> request, (request, answer) -> give.apply(answer));
  }

  @Override
  public Message request(Message request) {
    return which.test(request) ? ask.apply(request) : request;
  }

  @Override
  public Message answer(Message request, Message answer) {
    return which.test(request) ? give.apply(request, answer) : answer;
  }
}
