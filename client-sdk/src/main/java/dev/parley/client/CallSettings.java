package dev.parley.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What holds for each call of a client, unless the call says otherwise. */
record CallSettings(
    Duration tryTimeout,
    Duration callTimeout,
    RetryPolicy retries,
    InstantSource clock,
    RandomGenerator random) {}
