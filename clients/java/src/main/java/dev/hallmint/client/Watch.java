package dev.hallmint.client;

import io.grpc.Status;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Follows something until it has ended: first as it is, then each change, last its terminal state, and none twice in a
 * row. A broken or silent stream is taken up again at its cursor. For one thread; {@link #close} may be called by any.
 *
 * @param <T> what is followed
 */
public final class Watch<T> implements Iterable<T>, Iterator<T>, AutoCloseable {
    private final Function<String, Messages<Change<T>>> open;
    private final Predicate<T> hasEnded;
    private final Policy policy;
    private final Pause pause;
    private volatile boolean closed;
    private volatile Messages<Change<T>> stream;
    private String cursor;
    private Long heard; // when the last message came; null before the first
    private int failures;
    private boolean isSilent = true; // whether this stream has said nothing yet
    private T last;
    private T next;
    private boolean over;

    /** What a message says: nothing is found in a heartbeat. */
    record Change<T>(T found, String cursor) {}

    Watch(
            Function<String, Messages<Change<T>>> open,
            Predicate<T> hasEnded,
            String cursor,
            Policy policy,
            Pause pause) {
        this.open = open;
        this.hasEnded = hasEnded;
        this.cursor = cursor;
        this.policy = policy;
        this.pause = pause;
    }

    /** This watch: it can be walked through once. */
    @Override
    public Iterator<T> iterator() {
        return this;
    }

    /**
     * Where to go on later, in another process too.
     *
     * @return the cursor of the last message
     */
    public String cursor() {
        return cursor;
    }

    /**
     * Waits for a change, or the end, over as many streams as it takes.
     *
     * @throws HallmintException where the server cannot be reached (the policy's attempts at the start, its patience later on), at
     *     once on an error that waiting does not mend, and CANCELLED where the thread is interrupted or the client closed
     */
    @Override
    public boolean hasNext() {
        while (next == null && !over) {
            try {
                read();
            } catch (HallmintException error) {
                takeUp(error);
            }
        }
        return next != null;
    }

    /** The next state; errors as {@link #hasNext}. */
    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T found = next;
        next = null;
        return found;
    }

    /** Ends the watching, and nothing else. */
    @Override
    public void close() {
        closed = true;
        pause.wake();
        Messages<Change<T>> running = stream;
        if (running != null) {
            running.close();
        }
    }

    private void read() {
        if (closed) {
            over = true;
            return;
        }
        if (stream == null) {
            isSilent = true;
            stream = open.apply(cursor);
            if (closed) { // just now, by another thread, which may not have seen the stream
                stream.close();
            }
        } else if (heard != null) {
            heard = System.nanoTime(); // the time our caller took is not the server's silence
        }
        if (!stream.hasNext()) {
            throw HallmintException.of(Status.UNAVAILABLE.withDescription("the stream ended before what it follows did"));
        }
        Change<T> change = stream.next();
        isSilent = false;
        failures = 0;
        heard = System.nanoTime();
        cursor = change.cursor.isEmpty() ? cursor : change.cursor;
        if (change.found == null) {
            return;
        }
        if (!change.found.equals(last)) {
            last = change.found;
            next = change.found;
        }
        if (hasEnded.test(change.found)) {
            over = true;
            stream.close();
        }
    }

    /** Go on after a break: after a pause, with a new stream. Throws the error where that is of no use. */
    private void takeUp(HallmintException error) {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        if (closed) {
            over = true;
            return;
        }
        failures++;
        long wait = policy.waitNanos(failures, error.getRetryAfter());
        boolean isOver = heard == null
                ? failures >= policy.attempts()
                : System.nanoTime() - heard > policy.patience().toNanos() - wait;
        // A server or proxy that goes away may say CANCELLED; that of our own side is an interrupt, or a closed client.
        boolean isPassing = error.isPassing() || error.getCode() == Status.Code.CANCELLED;
        if (isOver || !isPassing || Thread.currentThread().isInterrupted() || pause.isClosed()) {
            over = true;
            throw error;
        }
        if (isSilent) {
            // A stream that broke before it said anything: ask for a snapshot, which a living server always sends, or else
            // nothing tells what has no news from a server that is gone.
            cursor = "";
        }
        try {
            pause.rest(wait, () -> closed);
        } catch (HallmintException interrupt) {
            over = true;
            throw interrupt;
        }
    }
}
