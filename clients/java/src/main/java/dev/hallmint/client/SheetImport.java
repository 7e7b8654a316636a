package dev.hallmint.client;

import com.google.protobuf.ByteString;
import dev.hallmint.v1.CatalogServiceGrpc;
import dev.hallmint.v1.ImportProductsRequest;
import dev.hallmint.v1.ImportProductsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A sheet that is sent until it has arrived: what broke begins anew. */
final class SheetImport {
    /** Bytes of one message. */
    private static final int PIECE = 256 * 1024;

    private final Sheet sheet;
    private final ImportProductsRequest how;
    private final LongConsumer tell;
    private final Policy policy;
    private final Pause pause;

    SheetImport(Sheet sheet, ImportProductsRequest how, LongConsumer tell, Policy policy, Pause pause) {
        this.sheet = sheet;
        this.how = how.toBuilder().clearPiece().build();
        this.tell = tell;
        this.policy = policy;
        this.pause = pause;
    }

    ImportProductsResponse run(Channel channel) throws IOException {
        Deadline own = Deadline.after(policy.upload().toNanos(), TimeUnit.NANOSECONDS);
        Deadline outer = Context.current().getDeadline();
        Deadline end = outer == null ? own : own.minimum(outer);
        int attempts = sheet.isLasting() ? policy.attempts() : 1;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(channel, end);
            } catch (HallmintException error) {
                long wait = policy.waitNanos(attempt, error.getRetryAfter());
                if (attempt >= attempts || !error.isPassing() || wait >= end.timeRemaining(TimeUnit.NANOSECONDS)) {
                    throw error;
                }
                pause.rest(wait, () -> false);
            }
        }
    }

    private ImportProductsResponse once(Channel channel, Deadline end) throws IOException {
        InputStream from = sheet.open();
        try {
            CallOptions options = CallOptions.DEFAULT.withExecutor(Runnable::run).withDeadline(end);
            return send(from, channel.newCall(CatalogServiceGrpc.getImportProductsMethod(), options));
        } finally {
            close(from);
        }
    }

    /** What was read is closed in whatever way: an error of that changes nothing of what was sent. */
    private static void close(InputStream from) {
        try {
            from.close();
        } catch (IOException error) {
            // Said above.
        }
    }

    private ImportProductsResponse send(InputStream from, ClientCall<ImportProductsRequest, ImportProductsResponse> call)
            throws IOException {
        Answer answer = new Answer();
        call.start(answer, new Metadata());
        call.request(2); // a second answer would be an error, which has to be heard
        boolean isOver = false;
        try {
            byte[] piece = new byte[PIECE];
            ImportProductsRequest.Builder next = how.toBuilder();
            int count = from.readNBytes(piece, 0, PIECE);
            for (long sent = 0; answer.isAskedForMore(call); count = from.readNBytes(piece, 0, PIECE)) {
                if (count > 0 || sent == 0) {
                    call.sendMessage(next.setPiece(ByteString.copyFrom(piece, 0, count)).build());
                    next = ImportProductsRequest.newBuilder();
                    sent += count;
                }
                if (count > 0) {
                    tell.accept(sent);
                }
                if (count < PIECE) {
                    call.halfClose();
                    break;
                }
            }
            ImportProductsResponse found = answer.await();
            isOver = true;
            return found;
        } finally {
            if (!isOver) {
                // A sheet that breaks off is no end of the stream: what came of it is not written.
                call.cancel("the import was given up", null);
            }
        }
    }

    /** What the server says, which may be before all was sent. */
    private static final class Answer extends ClientCall.Listener<ImportProductsResponse> {
        private ImportProductsResponse message;
        private Status status;
        private Metadata trailers;

        @Override
        public synchronized void onReady() {
            notifyAll();
        }

        @Override
        public synchronized void onMessage(ImportProductsResponse heard) {
            message = heard;
        }

        @Override
        public synchronized void onClose(Status end, Metadata metadata) {
            status = end;
            trailers = metadata;
            notifyAll();
        }

        /** Waits until the connection takes more; false where the call has ended. */
        synchronized boolean isAskedForMore(ClientCall<?, ?> call) {
            while (status == null && !call.isReady()) {
                waitForNews();
            }
            return status == null;
        }

        /** Waits for the end of the call. */
        synchronized ImportProductsResponse await() {
            while (status == null) {
                waitForNews();
            }
            if (!status.isOk()) {
                throw HallmintException.of(status, trailers, "");
            }
            if (message == null) {
                throw HallmintException.of(Status.INTERNAL.withDescription("the call ended without an answer"));
            }
            return message;
        }

        private void waitForNews() {
            try {
                wait();
            } catch (InterruptedException error) {
                throw Pause.interrupted(error);
            }
        }
    }
}
