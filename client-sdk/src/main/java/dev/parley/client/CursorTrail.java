package dev.parley.client;

import dev.parley.client.error.UnexpectedAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the cursors of a list and notices when they lead in a circle, be it of one page or of
 * many (Brent's method: what it keeps does not grow with the list). Not thread-safe.
 */
final class CursorTrail {
  private final String operationId;
  private @Nullable String milestone;
  private long steps;
  private long nextMilestone = 1;

  CursorTrail(String operationId) {
    this.operationId = operationId;
  }

  /** Hands back the cursor of the next page; null after the last one. */
  @Nullable String follow(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    if (cursor.equals(milestone)) {
      throw new UnexpectedAnswerException(
          operationId + ": the pages go round in a circle, " + cursor + " came before", null);
    }
    if (++steps == nextMilestone) {
      milestone = cursor;
      steps = 0;
      nextMilestone *= 2;
    }
    return cursor;
  }
}
