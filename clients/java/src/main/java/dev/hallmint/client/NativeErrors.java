package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lets blocking stubs throw {@link HallmintException}. A stub makes a StatusRuntimeException out of whatever status it
 * hears, but passes on what is thrown while it sends. So a unary call is carried out there, by the caller's thread,
 * which waits anyway.
 */
final class NativeErrors implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (method.getType() != MethodType.UNARY) {
            return next.newCall(method, options);
        }
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        return new BlockingCall<>(next.newCall(method, options.withExecutor(tasks::add)), tasks);
    }

    private static final class BlockingCall<Q, A> extends ClientCall<Q, A> {
        private final ClientCall<Q, A> call;
        private final BlockingQueue<Runnable> tasks; // what gRPC wants done, by the thread that waits
        private Listener<A> listener;
        private Metadata headers;
        private Q request;

        BlockingCall(ClientCall<Q, A> call, BlockingQueue<Runnable> tasks) {
            this.call = call;
            this.tasks = tasks;
        }

        @Override
        public void start(Listener<A> heard, Metadata sent) {
            listener = heard;
            headers = sent;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendMessage(Q message) {
            request = message;
        }

        @Override
        public void halfClose() {
            Heard heard = new Heard();
            call.start(heard, headers);
            call.request(2);
            call.sendMessage(request);
            call.halfClose();
            boolean interrupted = false;
            while (heard.status == null) {
                try {
                    tasks.take().run();
                } catch (InterruptedException error) {
                    interrupted = true;
                    call.cancel("the thread was interrupted", error);
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (heard.received != null) {
                listener.onHeaders(heard.received);
            }
            if (heard.answer != null) {
                listener.onMessage(heard.answer);
            }
            listener.onClose(heard.status, heard.trailers);
            if (!heard.status.isOk()) {
                throw HallmintException.of(heard.status, heard.trailers, "");
            }
        }

        /** The stub cancels only after an error, and then all is over. */
        @Override
        public void cancel(String message, Throwable cause) {}

        private final class Heard extends Listener<A> {
            private Metadata received;
            private A answer;
            private Status status;
            private Metadata trailers;

            @Override
            public void onHeaders(Metadata metadata) {
                received = metadata;
            }

            @Override
            public void onMessage(A message) {
                answer = message;
            }

            @Override
            public void onClose(Status end, Metadata metadata) {
                status = end;
                trailers = metadata;
            }
        }
    }
}
