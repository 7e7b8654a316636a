package dev.hallmint.client;

import io.grpc.Status;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting between two tries, of all calls of one connection. {@link #close} ends all of it at once. */
final class Pause implements AutoCloseable {
    private final ScheduledThreadPoolExecutor clock;
    private boolean closed;

    Pause() {
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hallmint-client-retry");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * Has something done later, by the clock's thread, or at once by the one that closes. RejectedExecutionException where
     * that has happened.
     */
    synchronized Future<?> after(long nanos, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        return clock.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Keeps the thread waiting, but no longer than {@code isOver} says after a {@link #wake}, and no longer than until it is
     * closed. HallmintException CANCELLED on an interrupt.
     */
    synchronized void rest(long nanos, BooleanSupplier isOver) {
        long begin = System.nanoTime();
        try {
            while (!closed && !isOver.getAsBoolean()) {
                long left = nanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException error) {
            throw interrupted(error);
        }
    }

    /** Whether the client is closed. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Has those who rest look whether it is over. */
    synchronized void wake() {
        notifyAll();
    }

    /** Ends all waiting, for ever. What was to be done later is done now, by this thread. */
    @Override
    public void close() {
        Runnable[] waiting;
        synchronized (this) {
            closed = true;
            notifyAll();
            waiting = clock.getQueue().toArray(new Runnable[0]);
        }
        for (Runnable each : waiting) {
            if (clock.remove(each)) { // else the clock's thread has it
                each.run();
            }
        }
        clock.shutdown(); // not before: a clock that has nothing left to do ends, and then its tasks cannot be run
    }

    /** What is thrown after an interrupt; the thread's flag is set again. */
    static HallmintException interrupted(InterruptedException error) {
        Thread.currentThread().interrupt();
        return HallmintException.of(Status.CANCELLED.withDescription("the thread was interrupted").withCause(error));
    }
}
