package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Connects anew for each call after a failure. There is one schedule of retries, ours: grpc-java's own would let calls
 * fail for up to two minutes after the server has come back, and cannot be set. Calls of a client that is closed are
 * CANCELLED: gRPC says UNAVAILABLE, for which one would wait.
 */
final class FreshConnection implements ClientInterceptor {
    static final Status CLOSED = Status.CANCELLED.withDescription("the client is closed");

    private final ManagedChannel channel;

    FreshConnection(ManagedChannel channel) {
        this.channel = channel;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (channel.isShutdown()) {
            throw HallmintException.of(CLOSED);
        }
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.enterIdle(); // gRPC may still hear of it too late for this call, but not for the next try
        }
        return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Closing<>(listener), headers);
            }
        };
    }

    /** Tells a call that ended with the client from one whose server is away. */
    private final class Closing<A> extends SimpleForwardingClientCallListener<A> {
        Closing(ClientCall.Listener<A> listener) {
            super(listener);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean byUs = status.getCode() == Status.Code.UNAVAILABLE && channel.isShutdown();
            super.onClose(byUs ? CLOSED : status, trailers);
        }
    }
}
