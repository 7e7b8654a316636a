package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.CatalogServiceGrpc.CatalogServiceImplBase;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceImplBase;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.ImportProductsRequest;
import dev.hallmint.v1.ImportProductsResponse;
import dev.hallmint.v1.ListLinksRequest;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
import dev.hallmint.v1.SubmitMintRequest;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchBatchResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that is closed keeps nobody waiting. */
class CloseTest {
    private static final GetStatsRequest STATS = GetStatsRequest.getDefaultInstance();
    private static final Duration LONG = Duration.ofDays(1);
    /** Whoever pauses does so for longer than any test lasts. */
    private static final Policy SLOW = FakeServer.QUICK
            .withPause(LONG, LONG)
            .withTimeout(LONG.multipliedBy(9))
            .withUpload(LONG.multipliedBy(9))
            .withPatience(LONG.multipliedBy(9));

    @TempDir
    Path folder;

    /** Fails each call, and tells that it has come. */
    private static final class Away {
        private final CountDownLatch called;
        private final FakeMinting minting = new FakeMinting() {
            @Override
            <A> void answer(A message, StreamObserver<A> answer) {
                fail(answer);
            }

            @Override
            public void watchBatch(WatchBatchRequest request, StreamObserver<WatchBatchResponse> answer) {
                fail(answer);
            }
        };
        private final ExportServiceImplBase export = new ExportServiceImplBase() {
            @Override
            public void readPack(ReadPackRequest request, StreamObserver<ReadPackResponse> answer) {
                fail(answer);
            }
        };
        private final CatalogServiceImplBase catalog = new CatalogServiceImplBase() {
            @Override
            public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> answer) {
                fail(answer);
                return new Unread<>();
            }
        };

        Away(int calls) {
            called = new CountDownLatch(calls);
        }

        private void fail(StreamObserver<?> answer) {
            answer.onError(FakeServer.unavailable());
            called.countDown();
        }
    }

    private static final class Unread<Q> implements StreamObserver<Q> {
        @Override
        public void onNext(Q message) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }

    @Test
    @Timeout(60)
    void everyPauseBetweenTwoTriesEndsAtOnce() throws Exception {
        List<Callable<Object>> works;
        Away away = new Away(6);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FakeServer server = new FakeServer(away.minting, away.export, away.catalog);
                HallmintClient client = server.builder().policy(SLOW).build()) {
            works = List.of(
                    () -> client.minting().submitMint(SubmitMintRequest.getDefaultInstance()),
                    () -> MintingServiceGrpc.newFutureStub(client.channel()).getStats(STATS).get(),
                    () -> client.acting(ActingTest.SESSION).minting().getStats(STATS),
                    () -> client.watchBatch("batch").next(),
                    () -> client.downloadPack(Pack.newBuilder().setFileName("a").setBytes(1).build(), folder),
                    () -> client.importProducts(Sheet.of(new byte[9])));
            List<Future<Object>> running = works.stream().map(threads::submit).toList();
            away.called.await();
            // What the server said before has been read when this is answered.
            var list = ListLinksRequest.getDefaultInstance();
            assertThrows(HallmintException.class, () -> client.link().listLinks(list));
            client.close();
            for (Future<Object> each : running) {
                HallmintException error = HallmintException.from(assertThrows(ExecutionException.class, each::get));
                assertEquals(Code.CANCELLED, error.getCode());
                assertEquals("the client is closed", error.getMessage());
                assertEquals(each == running.get(0), !error.getRequestId().isEmpty());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void aCallThatWaitsForItsAnswerEndsToo() throws Exception {
        FakeMinting minting = new FakeMinting();
        minting.silent = true;
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            var future = MintingServiceGrpc.newFutureStub(client.channel()).submitMint(SubmitMintRequest.getDefaultInstance());
            minting.called.await();
            client.close();
            HallmintException error = HallmintException.from(assertThrows(ExecutionException.class, future::get));
            assertEquals(Code.CANCELLED, error.getCode());
            assertEquals("the client is closed", error.getMessage());
            assertEquals(minting.mints.get(0).getRequestId(), error.getRequestId());
        }
        assertEquals(1, minting.calls());
    }

    @Test
    @Timeout(60)
    void whatWasToBeDoneLaterIsDoneAtTheEnd() {
        Pause pause = new Pause();
        CountDownLatch done = new CountDownLatch(1);
        pause.after(LONG.toNanos(), done::countDown);
        pause.after(LONG.toNanos(), () -> {}).cancel(false);
        pause.close();
        assertEquals(0, done.getCount());
        assertThrows(RejectedExecutionException.class, () -> pause.after(0, () -> {}));
        pause.rest(LONG.toNanos(), () -> false);
        assertTrue(pause.isClosed());
        pause.close();
    }
}
