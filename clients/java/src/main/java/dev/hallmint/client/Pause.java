package dev.hallmint.client;

import io.grpc.Status;
import java.util.concurrent.TimeUnit;

/** Waiting that an interrupt ends. */
final class Pause {
    private Pause() {}

    /** Waits; HallmintException CANCELLED on an interrupt. */
    static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException error) {
            throw interrupted(error);
        }
    }

    /** What is thrown after an interrupt; the thread's flag is set again. */
    static HallmintException interrupted(InterruptedException error) {
        Thread.currentThread().interrupt();
        return HallmintException.of(Status.CANCELLED.withDescription("the thread was interrupted").withCause(error));
    }
}
