package dev.hallmint.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Gives calls their deadline, tries unary ones again where that is safe, and puts a {@link HallmintException} into
 * each status as its cause. Safe is what the {@code .proto} file calls NO_SIDE_EFFECTS or IDEMPOTENT.
 */
final class Retrying implements ClientInterceptor {
    private static final String REQUEST_ID = "request_id";

    private final Policy policy;
    private final Pause pause;

    Retrying(Policy policy, Pause pause) {
        this.policy = policy;
        this.pause = pause;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (method.getType() == MethodType.UNARY) {
            CallOptions timed = timed(options, policy.timeout().toNanos());
            int attempts = method.isSafe() || method.isIdempotent() ? policy.attempts() : 1;
            return new RetryingCall<>(() -> next.newCall(method, timed), timed, policy, attempts, pause);
        }
        CallOptions timed = method.getType().serverSendsOneMessage() ? timed(options, policy.upload().toNanos()) : options;
        return new SimpleForwardingClientCall<Q, A>(next.newCall(method, timed)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Translating<>(listener), headers);
            }
        };
    }

    private static CallOptions timed(CallOptions options, long nanos) {
        return options.getDeadline() == null
                ? options.withDeadline(Deadline.after(nanos, TimeUnit.NANOSECONDS))
                : options;
    }

    /**
     * The request with an id, where it has a field for one that is empty; a copy, so that the very same goes out each
     * time.
     */
    @SuppressWarnings("unchecked")
    static <Q> Q identified(Q request) {
        if (!(request instanceof Message message)) {
            return request;
        }
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(REQUEST_ID);
        if (field == null || !message.getField(field).equals("")) {
            return request;
        }
        return (Q) message.toBuilder().setField(field, UUID.randomUUID().toString()).build();
    }

    /** The id that a request carries, or empty. */
    static String requestId(Object request) {
        if (!(request instanceof Message message)) {
            return "";
        }
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(REQUEST_ID);
        return field == null ? "" : (String) message.getField(field);
    }

    /** Hands the end of a stream on with our error as its cause. */
    private static final class Translating<A> extends SimpleForwardingClientCallListener<A> {
        Translating(ClientCall.Listener<A> listener) {
            super(listener);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            super.onClose(status.isOk() ? status : status.withCause(HallmintException.of(status, trailers, "")), trailers);
        }
    }
}
