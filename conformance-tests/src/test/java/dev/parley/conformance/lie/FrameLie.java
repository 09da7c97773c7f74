package dev.parley.conformance.lie;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A lie about what a socket says.
 *
 * @param start makes, for one socket, what becomes of its frames
 */
record FrameLie(String name, Supplier<Function<Frame, List<Frame>>> start) implements Lie {
  @Override
  public Function<Frame, List<Frame>> frames() {
    return start.get();
  }

  /** Puts others in the place of the first frame of this kind that the change does something to. */
  static FrameLie first(
      String name, Predicate<JsonNode> which, Function<JsonNode, List<JsonNode>> change) {
    return new FrameLie(
        name,
        () -> {
          AtomicBoolean told = new AtomicBoolean();
          return frame -> {
            if (told.get() || !frame.isText() || !which.test(frame.json())) {
              return List.of(frame);
            }
            JsonNode json = frame.json();
            List<JsonNode> given = change.apply(json);
            if (given.equals(List.of(json))) {
              return List.of(frame);
            }
            told.set(true);
            return given.stream().map(Frame::text).toList();
          };
        });
  }

  /** Changes the first frame of this kind. */
  static FrameLie change(String name, Predicate<JsonNode> which, UnaryOperator<JsonNode> change) {
    return first(name, which, json -> List.of(change.apply(json)));
  }

  static FrameLie drops(String name, Predicate<JsonNode> which) {
    return first(name, which, json -> List.of());
  }

  /** Drops all of this kind. */
  static FrameLie dropsAll(String name, Predicate<JsonNode> which) {
    return new FrameLie(
        name,
        () -> frame -> frame.isText() && which.test(frame.json()) ? List.of() : List.of(frame));
  }

  static FrameLie doubles(String name, Predicate<JsonNode> which) {
    return first(name, which, json -> List.of(json, json));
  }

  /** Keeps the first frame of a kind back until another has passed. */
  static FrameLie swaps(String name, Predicate<JsonNode> which, Predicate<JsonNode> next) {
    return new FrameLie(
        name,
        () -> {
          Held held = new Held();
          return frame -> held.pass(frame, which, next);
        });
  }

  /** Of one socket. */
  private static final class Held {
    private Optional<Frame> frame = Optional.empty();
    private boolean done;

    List<Frame> pass(Frame given, Predicate<JsonNode> which, Predicate<JsonNode> next) {
      if (done || !given.isText()) {
        return List.of(given);
      }
      if (frame.isPresent() && next.test(given.json())) {
        done = true;
        return List.of(given, frame.get());
      }
      if (frame.isEmpty() && which.test(given.json())) {
        frame = Optional.of(given);
        return List.of();
      }
      return List.of(given);
    }
  }

  /** Another close code. */
  static FrameLie closes(String name, int code) {
    return new FrameLie(name, () -> frame -> List.of(frame.isClose() ? Frame.close(code) : frame));
  }
}
