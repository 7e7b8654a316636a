package dev.hallmint.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long the client waits, and how often it tries. Calls are tried again on UNAVAILABLE, and on RESOURCE_EXHAUSTED
 * where the server says when to come back.
 *
 * @param timeout of one call with all its tries and pauses, above 0; streams have no limit as a whole
 * @param upload of one import, above 0; the server allows no more than 10 minutes
 * @param attempts tries of one call, at least 1
 * @param pause before the second try; doubles with each further one
 * @param longestPause where doubling ends; a longer RetryInfo of the server is honoured all the same
 * @param silence a stream that says nothing for so long is taken for broken, above 0; the server sends a heartbeat every 10 s
 * @param patience how long a watch that has worked is tried again without any message before its error is thrown
 */
public record Policy(
        Duration timeout,
        Duration upload,
        int attempts,
        Duration pause,
        Duration longestPause,
        Duration silence,
        Duration patience) {

    /** 30 s for a call, 5 tries with pauses from 0.1 s to 2 s, 30 s of silence, 60 s of patience. */
    public static final Policy DEFAULT = new Policy(
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    private static final double NANOS = 1e9;
    private static final int MOST_DOUBLINGS = 30;

    /**
     * Refuses what could never work.
     *
     * @param timeout above 0
     * @param upload above 0
     * @param attempts at least 1
     * @param pause not negative
     * @param longestPause not negative
     * @param silence above 0
     * @param patience not negative
     * @throws IllegalArgumentException where a value is none of these
     */
    public Policy {
        if (attempts < 1 || !isAboveZero(timeout) || !isAboveZero(upload) || !isAboveZero(silence)) {
            throw new IllegalArgumentException("attempts must be at least 1; timeout, upload and silence must be above 0");
        }
        if (pause.isNegative() || longestPause.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("pause, longestPause and patience must not be negative");
        }
    }

    private static boolean isAboveZero(Duration time) {
        return Objects.requireNonNull(time).compareTo(Duration.ZERO) > 0;
    }

    /**
     * This policy with another timeout.
     *
     * @param value of one call with all its tries and pauses
     * @return the new policy
     */
    public Policy withTimeout(Duration value) {
        return new Policy(value, upload, attempts, pause, longestPause, silence, patience);
    }

    /**
     * This policy with another time for imports.
     *
     * @param value of one import
     * @return the new policy
     */
    public Policy withUpload(Duration value) {
        return new Policy(timeout, value, attempts, pause, longestPause, silence, patience);
    }

    /**
     * This policy with another number of tries.
     *
     * @param value at least 1
     * @return the new policy
     */
    public Policy withAttempts(int value) {
        return new Policy(timeout, upload, value, pause, longestPause, silence, patience);
    }

    /**
     * This policy with other pauses between tries.
     *
     * @param first before the second try
     * @param longest where doubling ends
     * @return the new policy
     */
    public Policy withPause(Duration first, Duration longest) {
        return new Policy(timeout, upload, attempts, first, longest, silence, patience);
    }

    /**
     * This policy with another limit for silent streams.
     *
     * @param value after which a stream is taken for broken
     * @return the new policy
     */
    public Policy withSilence(Duration value) {
        return new Policy(timeout, upload, attempts, pause, longestPause, value, patience);
    }

    /**
     * This policy with another patience for watches.
     *
     * @param value how long a watch is tried again without any message
     * @return the new policy
     */
    public Policy withPatience(Duration value) {
        return new Policy(timeout, upload, attempts, pause, longestPause, silence, value);
    }

    /** Nanoseconds before the next try after so many failures in a row: half of it by chance, so that clients spread. */
    long waitNanos(int failures, Optional<Duration> retryAfter) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.0);
        double doubled = seconds(pause) * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double own = Math.min(doubled, seconds(longestPause)) * jitter;
        double asked = retryAfter.map(Policy::seconds).orElse(0.0) * (0.5 + jitter);
        return (long) (Math.max(own, asked) * NANOS); // a number that is too large becomes the largest there is
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / NANOS;
    }
}
