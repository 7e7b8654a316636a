package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Connects anew for each call after a failure. There is one schedule of retries, ours: grpc-java's own would let calls
 * fail for up to two minutes after the server has come back, and cannot be set.
 */
final class FreshConnection implements ClientInterceptor {
    private final ManagedChannel channel;

    FreshConnection(ManagedChannel channel) {
        this.channel = channel;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (channel.isShutdown()) { // gRPC says UNAVAILABLE, for which a watch would wait
            throw HallmintException.of(Status.FAILED_PRECONDITION.withDescription("the client is closed"));
        }
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.enterIdle(); // gRPC may still hear of it too late for this call, but not for the next try
        }
        return next.newCall(method, options);
    }
}
