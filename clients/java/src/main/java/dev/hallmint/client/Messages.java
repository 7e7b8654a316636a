package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The messages of one call whose answer is a stream, in order, read by one thread. It does not connect again: {@link
 * Watch} and {@link HallmintClient#downloadPack} do. Close it where it is not read to its end.
 *
 * @param <T> what a message is
 */
public final class Messages<T> implements Iterator<T>, AutoCloseable {
    private static final int READ_AHEAD = 4;
    private static final CallOptions OPTIONS = CallOptions.DEFAULT.withExecutor(Runnable::run);

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final Duration silence;
    private final ClientCall<?, ?> call;
    private T next;
    private boolean over;

    private record End(Status status, Metadata trailers) {}

    private Messages(ClientCall<?, ?> call, Duration silence) {
        this.call = call;
        this.silence = silence;
    }

    /** Call for a stream of which each message is read by `reading`. */
    static <Q, A, T> Messages<T> open(
            Channel channel, MethodDescriptor<Q, A> method, Q request, Function<A, T> reading, Duration silence) {
        ClientCall<Q, A> call = channel.newCall(method, OPTIONS);
        Messages<T> messages = new Messages<>(call, silence);
        call.start(messages.listener(reading), new Metadata());
        call.request(READ_AHEAD);
        call.sendMessage(request);
        call.halfClose();
        return messages;
    }

    private <A> ClientCall.Listener<A> listener(Function<A, T> reading) {
        return new ClientCall.Listener<>() {
            @Override
            public void onMessage(A message) {
                heard.add(reading.apply(message));
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                heard.add(new End(status, trailers));
            }
        };
    }

    /**
     * Waits for a message, or the end.
     *
     * @throws HallmintException where the call fails, says nothing for the policy's silence (UNAVAILABLE), or the thread is
     *     interrupted (CANCELLED; its flag stays set)
     */
    @Override
    @SuppressWarnings("unchecked") // what is no end is a message
    public boolean hasNext() {
        if (next != null || over) {
            return next != null;
        }
        Object found;
        try {
            found = heard.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException error) {
            close();
            throw Pause.interrupted(error);
        }
        if (found == null) {
            close();
            String text = "the server said nothing for " + silence.toMillis() / 1000.0 + " s";
            throw HallmintException.of(Status.UNAVAILABLE.withDescription(text));
        }
        if (found instanceof End end) {
            over = true;
            if (!end.status.isOk()) {
                throw HallmintException.of(end.status, end.trailers, "");
            }
            return false;
        }
        next = (T) found;
        call.request(1);
        return true;
    }

    /** The next message; errors as {@link #hasNext}. */
    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T found = next;
        next = null;
        return found;
    }

    /** Ends the call. May be called by another thread: whoever waits then hears CANCELLED. */
    @Override
    public void close() {
        call.cancel("closed by the client", null);
    }
}
