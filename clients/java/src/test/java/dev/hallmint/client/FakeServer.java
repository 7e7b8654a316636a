package dev.hallmint.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of gRPC on a port of its own, that remembers with what it was called. */
final class FakeServer implements AutoCloseable {
    /** Tries follow each other quickly, as often as usual. */
    static final Policy QUICK = Policy.DEFAULT.withPause(Duration.ofMillis(1), Duration.ofMillis(5));

    private final Server server;
    final List<Metadata> headers = new CopyOnWriteArrayList<>();

    FakeServer(BindableService... services) {
        this(0, InsecureServerCredentials.create(), services);
    }

    FakeServer(int port, ServerCredentials credentials, BindableService... services) {
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(port, credentials).intercept(new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata sent, ServerCallHandler<Q, A> next) {
                headers.add(sent);
                return next.startCall(call, sent);
            }
        });
        for (BindableService service : services) {
            builder.addService(service);
        }
        try {
            server = builder.build().start();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    int port() {
        return server.getPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    HallmintClientBuilder builder() {
        return HallmintClient.builder().address(address()).policy(QUICK);
    }

    HallmintClient client() {
        return builder().build();
    }

    List<String> sent(String key) {
        Metadata.Key<String> name = Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
        return headers.stream().map(each -> each.get(name)).toList();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }

    /** What a server refuses with. */
    static StatusRuntimeException refusal(Code code, String message, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.value()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    static StatusRuntimeException unavailable() {
        return refusal(Code.UNAVAILABLE, "away");
    }
}
