/**
 * The replay as arithmetic: a recording in memory ({@link dev.parley.datafeed.domain.Tape}), how it
 * is laid on the server's clock ({@link dev.parley.datafeed.domain.Timeline}), and what of it can
 * be seen at an instant ({@link dev.parley.datafeed.domain.Playback}). Nothing here reads a clock,
 * a file or a database, and everything is immutable.
 */
@NullMarked
package dev.parley.datafeed.domain;

import org.jspecify.annotations.NullMarked;
