package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceImplBase;
import dev.hallmint.v1.ExportState;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchBatchResponse;
import dev.hallmint.v1.WatchExportRequest;
import dev.hallmint.v1.WatchExportResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchTest {
    private static final WatchBatchResponse END = said("", 3, BatchState.BATCH_STATE_MINTED);

    /** Answers each stream as it is told, and then says nothing more. */
    private static final class Watched extends FakeMinting {
        private final Queue<Consumer<StreamObserver<WatchBatchResponse>>> streams = new ConcurrentLinkedQueue<>();
        private final List<String> cursors = new CopyOnWriteArrayList<>();

        Watched then(RuntimeException end, WatchBatchResponse... messages) {
            streams.add(answer -> {
                Arrays.stream(messages).forEach(answer::onNext);
                if (end == null) {
                    answer.onCompleted();
                } else {
                    answer.onError(end);
                }
            });
            return this;
        }

        Watched silent(WatchBatchResponse... messages) {
            streams.add(answer -> Arrays.stream(messages).forEach(answer::onNext));
            return this;
        }

        @Override
        public void watchBatch(WatchBatchRequest request, StreamObserver<WatchBatchResponse> answer) {
            assertEquals("batch", request.getBatchId());
            cursors.add(request.getCursor());
            var stream = streams.poll();
            if (stream != null) {
                stream.accept(answer);
            }
            called.countDown();
        }
    }

    private static WatchBatchResponse said(String cursor, int minted, BatchState state) {
        Batch batch = Batch.newBuilder().setMintedQuantity(minted).setState(state).build();
        return WatchBatchResponse.newBuilder().setBatch(batch).setCursor(cursor).build();
    }

    private static WatchBatchResponse said(String cursor, int minted) {
        return said(cursor, minted, BatchState.BATCH_STATE_PROCESSING);
    }

    private static WatchBatchResponse heartbeat(String cursor) {
        return WatchBatchResponse.newBuilder().setCursor(cursor).build();
    }

    private static List<Integer> seen(Watched minting, Policy policy) {
        List<Integer> found = new ArrayList<>();
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.builder().policy(policy).build();
                Watch<Batch> watch = client.watchBatch("batch")) {
            watch.forEach(batch -> found.add(batch.getMintedQuantity()));
            assertThrows(NoSuchElementException.class, watch::next);
        }
        return found;
    }

    private static HallmintException failed(Watched minting, Policy policy) {
        return assertThrows(HallmintException.class, () -> seen(minting, policy));
    }

    @Test
    void eachChangeIsSeenOnceUntilTheEnd() {
        Watched minting = new Watched().then(null, said("a", 1), said("b", 1), heartbeat("c"), said("d", 2), END);
        assertEquals(List.of(1, 2, 3), seen(minting, FakeServer.QUICK));
        assertEquals(List.of(""), minting.cursors);
    }

    @Test
    void aBrokenStreamIsTakenUpAtItsCursor() {
        Watched minting = new Watched()
                .then(FakeServer.unavailable(), said("a", 1))
                .then(FakeServer.refusal(Code.CANCELLED, "going away"), said("b", 1), heartbeat("c"))
                .then(null, said("d", 2)) // an end that is too early
                .then(FakeServer.refusal(Code.UNAVAILABLE, "proxy"), heartbeat(""))
                .then(null, END);
        assertEquals(List.of(1, 2, 3), seen(minting, FakeServer.QUICK));
        assertEquals(List.of("", "a", "c", "d", "d"), minting.cursors);
    }

    @Test
    void afterAStreamThatSaidNothingASnapshotIsAskedFor() {
        Watched minting = new Watched()
                .then(FakeServer.unavailable(), said("a", 1))
                .then(FakeServer.unavailable())
                .then(null, said("b", 1), END);
        assertEquals(List.of(1, 3), seen(minting, FakeServer.QUICK));
        assertEquals(List.of("", "a", ""), minting.cursors);
    }

    @Test
    void aSilentStreamIsTakenForBroken() {
        Watched minting = new Watched().silent(said("a", 1)).silent().then(null, END);
        assertEquals(List.of(1, 3), seen(minting, FakeServer.QUICK.withSilence(Duration.ofMillis(150))));
        assertEquals(List.of("", "a", ""), minting.cursors);
    }

    @Test
    void itGivesUpAfterItsAttemptsWhereItNeverHeardAnything() {
        Watched minting = new Watched().then(FakeServer.unavailable()).then(FakeServer.unavailable());
        assertEquals(Code.UNAVAILABLE, failed(minting, FakeServer.QUICK.withAttempts(2)).getCode());
        assertEquals(2, minting.cursors.size());
    }

    @Test
    void itGivesUpAfterItsPatienceWhereItHasWorked() {
        Watched minting = new Watched()
                .then(FakeServer.unavailable(), said("a", 1))
                .then(FakeServer.unavailable(), said("b", 2));
        assertEquals("away", failed(minting, FakeServer.QUICK.withPatience(Duration.ZERO)).getMessage());
        assertEquals(1, minting.cursors.size());
        Watched silent = new Watched().silent(said("a", 1));
        Policy brief = FakeServer.QUICK.withSilence(Duration.ofMillis(50)).withPatience(Duration.ofMillis(20));
        HallmintException error = failed(silent, brief);
        assertEquals(Code.UNAVAILABLE, error.getCode());
        assertEquals("the server said nothing for 0.05 s", error.getMessage());
    }

    @Test
    void whatWaitingDoesNotMendIsThrownAtOnce() {
        Watched minting = new Watched()
                .then(FakeServer.unavailable(), said("a", 1))
                .then(FakeServer.refusal(Code.NOT_FOUND, "none"));
        assertEquals(Code.NOT_FOUND, failed(minting, FakeServer.QUICK).getCode());
        assertEquals(2, minting.cursors.size());
    }

    @Test
    void aWatchGoesOnAtACursorThatWasKept() {
        Watched minting = new Watched().silent(said("b", 2)).then(null, END);
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            try (Watch<Batch> watch = client.watchBatch("batch", "a")) {
                watch.next();
                assertEquals("b", watch.cursor());
            }
            assertEquals(3, client.watchBatch("batch", "b").next().getMintedQuantity());
        }
        assertEquals(List.of("a", "b"), minting.cursors);
    }

    @Test
    void anotherThreadMayCloseIt() throws InterruptedException {
        Watched minting = new Watched();
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.client();
                Watch<Batch> watch = client.watchBatch("batch")) {
            Thread closing = new Thread(() -> {
                await(minting.called);
                watch.close();
            });
            closing.start();
            assertFalse(watch.hasNext());
            closing.join();
        }
    }

    @Test
    @Timeout(60)
    void closingItWhileItBeginsAStreamEndsThatToo() {
        Watched minting = new Watched();
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            List<Watch<Batch>> closing = new ArrayList<>();
            Function<String, Messages<Watch.Change<Batch>>> open = cursor -> {
                closing.forEach(Watch::close);
                return Messages.open(
                        client.channel(),
                        MintingServiceGrpc.getWatchBatchMethod(),
                        WatchBatchRequest.newBuilder().setBatchId("batch").build(),
                        said -> new Watch.Change<>(said.getBatch(), ""),
                        Duration.ofDays(1));
            };
            closing.add(new Watch<>(open, batch -> false, "", FakeServer.QUICK, new Pause()));
            assertFalse(closing.get(0).hasNext());
        }
    }

    @Test
    @Timeout(60)
    void closingItEndsItsPause() {
        Watched minting = new Watched();
        Policy slow = FakeServer.QUICK.withPause(Duration.ofDays(1), Duration.ofDays(1)).withPatience(Duration.ofDays(9));
        try (FakeServer server = new FakeServer(minting.then(FakeServer.unavailable(), said("a", 1)));
                HallmintClient client = server.builder().policy(slow).build();
                Watch<Batch> watch = client.watchBatch("batch")) {
            watch.next();
            new Thread(watch::close).start();
            assertFalse(watch.hasNext());
        }
        assertEquals(1, minting.cursors.size());
    }

    @Test
    @Timeout(60)
    void aClientThatIsClosedEndsIt() {
        Watched minting = new Watched().silent(said("a", 1));
        Policy patient = FakeServer.QUICK.withPatience(Duration.ofDays(1));
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.builder().policy(patient).build();
                Watch<Batch> watch = client.watchBatch("batch")) {
            watch.next();
            client.close();
            HallmintException error = assertThrows(HallmintException.class, watch::hasNext);
            assertEquals(Code.CANCELLED, error.getCode());
            assertEquals("the client is closed", error.getMessage());
            Watch<Batch> late = client.watchBatch("batch");
            assertEquals(Code.CANCELLED, assertThrows(HallmintException.class, late::hasNext).getCode());
        }
        assertEquals(1, minting.cursors.size());
    }

    @Test
    void aThreadThatIsInterruptedHearsIt() {
        Watched minting = new Watched();
        Thread reader = Thread.currentThread();
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.client();
                Watch<Batch> watch = client.watchBatch("batch")) {
            new Thread(() -> {
                        await(minting.called);
                        reader.interrupt();
                    })
                    .start();
            assertEquals(Code.CANCELLED, assertThrows(HallmintException.class, watch::hasNext).getCode());
            assertTrue(Thread.interrupted());
            assertFalse(watch.hasNext());
        }
        assertEquals(1, minting.cursors.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }

    @Test
    void exportsAreFollowedToo() {
        ExportServiceImplBase service = new ExportServiceImplBase() {
            @Override
            public void watchExport(WatchExportRequest request, StreamObserver<WatchExportResponse> answer) {
                boolean isFirst = request.getCursor().isEmpty();
                ExportState state = isFirst ? ExportState.EXPORT_STATE_GENERATING : ExportState.EXPORT_STATE_COMPLETED;
                Export export = Export.newBuilder().setExportId(request.getExportId()).setState(state).build();
                answer.onNext(WatchExportResponse.newBuilder().setExport(export).setCursor("a").build());
                answer.onNext(WatchExportResponse.newBuilder().setCursor("a").build());
                answer.onCompleted();
            }
        };
        List<ExportState> states = new ArrayList<>();
        try (FakeServer server = new FakeServer(service);
                HallmintClient client = server.client();
                Watch<Export> watch = client.watchExport("e")) {
            watch.forEach(export -> states.add(export.getState()));
        }
        assertEquals(List.of(ExportState.EXPORT_STATE_GENERATING, ExportState.EXPORT_STATE_COMPLETED), states);
    }
}
