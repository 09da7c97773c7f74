package dev.parley.datafeed.replay;

import dev.parley.datafeed.domain.Playback;
import java.time.Instant;
import java.util.List;

/** Is told how far the tapes have been played, by one thread and never backwards. */
public interface TapeListener {
  /** Called once before everything else: what happened up to here is history. */
  void begin(List<Playback> tapes, Instant at);

  /** The tapes have been played from the instant named last up to this one, inclusive. */
  void played(List<Playback> tapes, Instant until);
}
