package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One unary call made of tries, which all send the very same request. What the last one heard is handed on, so nothing
 * is held back that would have come earlier: a unary answer has no parts. Tries after the first begin on the clock's
 * thread.
 */
final class RetryingCall<Q, A> extends ClientCall<Q, A> {
    private final Supplier<ClientCall<Q, A>> calls;
    private final CallOptions options;
    private final Policy policy;
    private final int attempts;
    private final Pause pause;
    private final Context context = Context.current(); // the clock's thread has another one
    private Listener<A> listener;
    private Metadata headers;
    private Q request;
    private int begun;
    private ClientCall<Q, A> running;
    private Future<?> pausing;
    private Status over; // null while nobody cancelled it

    RetryingCall(
            Supplier<ClientCall<Q, A>> calls,
            CallOptions options,
            Policy policy,
            int attempts,
            Pause pause) {
        this.calls = calls;
        this.options = options;
        this.policy = policy;
        this.attempts = attempts;
        this.pause = pause;
    }

    @Override
    public void start(Listener<A> heard, Metadata sent) {
        listener = heard;
        headers = sent;
    }

    /** Whoever makes a unary call asks for its one answer, so each try does. */
    @Override
    public void request(int messages) {}

    @Override
    public void sendMessage(Q message) {
        request = Retrying.identified(message);
    }

    @Override
    public void halfClose() {
        attempt();
    }

    /**
     * The lock is held while a try begins: a call that is cancelled before it was started would not let itself be
     * started.
     */
    private synchronized void attempt() {
        pausing = null;
        if (over != null) {
            return;
        }
        begun++;
        Metadata sent = new Metadata(); // each try has its own: interceptors write into it
        sent.merge(headers);
        running = calls.get();
        running.start(new Try(), sent);
        running.request(2); // a second answer would be an error, which has to be heard
        running.sendMessage(request);
        running.halfClose();
    }

    @Override
    public void cancel(String message, Throwable cause) {
        synchronized (this) {
            if (over != null) {
                return;
            }
            over = Status.CANCELLED.withDescription(message).withCause(cause);
            if (running != null) {
                running.cancel(message, cause); // its end is heard as that of any try
                return;
            }
            if (pausing != null) {
                pausing.cancel(false);
            }
        }
        if (listener != null) {
            failLater();
        }
    }

    /**
     * How the call failed, or null where another try is to come. What fails just before it is cancelled is cancelled
     * all the same.
     */
    private synchronized HallmintException failed(Status status, Metadata trailers) {
        if (over != null) {
            return error(over, null);
        }
        HallmintException error = error(status, trailers);
        long wait = policy.waitNanos(begun, error.getRetryAfter());
        if (begun >= attempts || !error.isPassing() || wait >= remainingNanos()) {
            return error;
        }
        try {
            pausing = pause.after(wait, context.wrap(this::attemptLater));
        } catch (RejectedExecutionException closed) {
            return error(FreshConnection.CLOSED, null);
        }
        running = null;
        return null;
    }

    private void attemptLater() {
        try {
            attempt();
        } catch (RuntimeException broken) {
            synchronized (this) {
                // Ours is made anew, with the request_id: what went out before may have been carried out.
                over = broken instanceof HallmintException ours
                        ? ours.getCode().toStatus().withDescription(ours.getMessage())
                        : Status.INTERNAL.withCause(broken);
            }
            failLater();
        }
    }

    private long remainingNanos() {
        Deadline own = options.getDeadline();
        Deadline outer = context.getDeadline();
        return (outer == null ? own : own.minimum(outer)).timeRemaining(TimeUnit.NANOSECONDS);
    }

    private HallmintException error(Status status, Metadata trailers) {
        return HallmintException.of(status, trailers, request == null ? "" : Retrying.requestId(request));
    }

    /** Tells the caller by its own executor: a blocking stub waits for what is put there, and for nothing else. */
    private void failLater() {
        Executor executor = options.getExecutor() == null ? Runnable::run : options.getExecutor();
        executor.execute(() -> fail(error(over, null)));
    }

    private void fail(HallmintException error) {
        listener.onClose(error.getCode().toStatus().withDescription(error.getMessage()).withCause(error), new Metadata());
    }

    /** What one try hears. */
    private final class Try extends Listener<A> {
        private Metadata received;
        private A answer;

        @Override
        public void onHeaders(Metadata metadata) {
            received = metadata;
        }

        @Override
        public void onMessage(A message) {
            answer = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            HallmintException error = status.isOk() ? null : failed(status, trailers);
            if (error == null && !status.isOk()) {
                return;
            }
            if (received != null) {
                listener.onHeaders(received);
            }
            if (error == null) {
                if (answer != null) { // the stub has an error of its own for a call without one
                    listener.onMessage(answer);
                }
                listener.onClose(status, trailers);
            } else {
                listener.onClose(error.getCode().toStatus().withDescription(error.getMessage()).withCause(error), trailers);
            }
        }
    }
}
