package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.CatalogServiceGrpc.CatalogServiceImplBase;
import dev.hallmint.v1.ImportMode;
import dev.hallmint.v1.ImportProductsRequest;
import dev.hallmint.v1.ImportProductsResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sheet arrives whole, or the import fails. */
@Timeout(60)
class SheetTest {
    /** Of several pieces, the last of which is not full. */
    private static final byte[] SHEET = "SKU-1,A bucket\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);

    private static final int PIECES = 3;

    @TempDir
    Path folder;

    /** What the server has heard of one try. */
    private static final class Heard {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AtomicInteger messages = new AtomicInteger();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile ImportProductsRequest first;
        private volatile boolean isWhole;
    }

    /** Ends each try as it is told to, after the sheet was read or before; those that follow are answered. */
    private static final class Catalog extends CatalogServiceImplBase {
        private final List<Heard> tries = new CopyOnWriteArrayList<>();
        private final CountDownLatch began = new CountDownLatch(1);
        private final List<RuntimeException> ends;
        private final boolean isRead;

        Catalog(boolean isRead, RuntimeException... ends) {
            this.isRead = isRead;
            this.ends = List.of(ends);
        }

        @Override
        public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> answer) {
            Heard heard = new Heard();
            RuntimeException end = tries.size() < ends.size() ? ends.get(tries.size()) : null;
            tries.add(heard);
            began.countDown();
            if (end != null && !isRead) {
                answer.onError(end);
            }
            return new StreamObserver<>() {
                @Override
                public void onNext(ImportProductsRequest request) {
                    heard.first = heard.first == null ? request : heard.first;
                    heard.messages.incrementAndGet();
                    heard.bytes.writeBytes(request.getPiece().toByteArray());
                }

                @Override
                public void onError(Throwable error) {
                    heard.over.countDown();
                }

                @Override
                public void onCompleted() {
                    heard.isWhole = true;
                    heard.over.countDown();
                    if (end == null) {
                        answer.onNext(ImportProductsResponse.newBuilder().setRows(40_000).build());
                        answer.onCompleted();
                    } else if (isRead) {
                        answer.onError(end);
                    }
                }
            };
        }
    }

    private Path file() throws IOException {
        return Files.write(folder.resolve("sheet.csv"), SHEET);
    }

    private static HallmintException refused(HallmintClient client, Sheet sheet) {
        return assertThrows(HallmintException.class, () -> client.importProducts(sheet));
    }

    @Test
    void aSheetIsSentAgainFromItsBeginning() throws IOException {
        ImportProductsRequest how = ImportProductsRequest.newBuilder()
                .setMode(ImportMode.IMPORT_MODE_ACCEPTED_ONLY)
                .setDryRun(true)
                .build();
        for (boolean isRead : new boolean[] {true, false}) { // its answer is lost, or the stream breaks under it
            for (Sheet sheet : List.of(Sheet.of(file()), Sheet.of(SHEET), () -> new ByteArrayInputStream(SHEET))) {
                Catalog catalog = new Catalog(isRead, FakeServer.unavailable(), FakeServer.unavailable());
                List<Long> told = new ArrayList<>();
                try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
                    assertEquals(40_000, client.importProducts(sheet, how, told::add).getRows());
                }
                assertEquals(3, catalog.tries.size());
                Heard last = catalog.tries.get(2);
                assertArrayEquals(SHEET, last.bytes.toByteArray());
                assertEquals(PIECES, last.messages.get());
                assertEquals(how, last.first.toBuilder().clearPiece().build());
                assertEquals(SHEET.length, told.get(told.size() - 1));
                if (isRead) {
                    assertEquals(3 * PIECES, told.size()); // each try is told from its beginning
                }
            }
        }
    }

    @Test
    void anEmptySheetIsSentToo() throws IOException {
        Catalog catalog = new Catalog(true);
        List<Long> told = new ArrayList<>();
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
            client.importProducts(Sheet.of(new byte[0]), ImportProductsRequest.getDefaultInstance(), told::add);
        }
        assertEquals(1, catalog.tries.get(0).messages.get());
        assertEquals(List.of(), told);
    }

    @Test
    void aSheetOfFullPiecesHasNoEmptyOne() throws IOException {
        Catalog catalog = new Catalog(true);
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
            client.importProducts(Sheet.of(new byte[512 * 1024]));
        }
        assertEquals(2, catalog.tries.get(0).messages.get());
        assertEquals(512 * 1024, catalog.tries.get(0).bytes.size());
    }

    @Test
    void aConnectionThatBreaksUnderASheetIsMadeAgain() throws IOException {
        Catalog catalog = new Catalog(true);
        try (FakeServer server = new FakeServer(catalog);
                FreezingProxy proxy = new FreezingProxy(server.port());
                HallmintClient client = server.builder().address(proxy.address()).build()) {
            AtomicInteger opened = new AtomicInteger();
            Sheet sheet = () -> opened.incrementAndGet() > 1
                    ? new ByteArrayInputStream(SHEET)
                    : new SequenceInputStream(new ByteArrayInputStream(SHEET, 0, 300_000), new Surprise(proxy::cut, SHEET));
            assertEquals(40_000, client.importProducts(sheet).getRows());
            assertEquals(2, proxy.taken());
        }
        Heard last = catalog.tries.get(catalog.tries.size() - 1);
        assertArrayEquals(SHEET, last.bytes.toByteArray());
        assertEquals(1, catalog.tries.stream().filter(each -> each.isWhole).count());
    }

    /** Does something as it is read for the first time. */
    private static final class Surprise extends InputStream {
        private final InputStream rest;
        private Runnable first;

        Surprise(Runnable first, byte[] rest) {
            this.first = first;
            this.rest = new ByteArrayInputStream(rest);
        }

        @Override
        public int read() throws IOException {
            if (first != null) {
                first.run();
                first = null;
            }
            return rest.read();
        }
    }

    @Test
    void triesEndWithThePolicyAndAtOnceWhereWaitingDoesNotMend() throws IOException {
        RuntimeException away = FakeServer.unavailable();
        Catalog catalog = new Catalog(true, away, away, away, FakeServer.refusal(Code.INVALID_ARGUMENT, "no"));
        try (FakeServer server = new FakeServer(catalog);
                HallmintClient client = server.builder().policy(FakeServer.QUICK.withAttempts(3)).build()) {
            assertEquals(Code.UNAVAILABLE, refused(client, Sheet.of(file())).getCode());
            assertEquals(3, catalog.tries.size());
            assertEquals(Code.INVALID_ARGUMENT, refused(client, Sheet.of(file())).getCode());
            assertEquals(4, catalog.tries.size());
        }
    }

    @Test
    void theTimeOfAnImportIsThatOfAllItsTries() {
        Catalog catalog = new Catalog(true, FakeServer.unavailable(), FakeServer.unavailable());
        Policy brief = FakeServer.QUICK
                .withUpload(Duration.ofDays(1))
                .withPause(Duration.ofDays(2), Duration.ofDays(2)); // which is at least one day
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.builder().policy(brief).build()) {
            assertEquals(Code.UNAVAILABLE, refused(client, Sheet.of(SHEET)).getCode());
        }
        assertEquals(1, catalog.tries.size());
    }

    @Test
    void aRefusedSheetIsNotReadToItsEnd() {
        Catalog catalog = new Catalog(false, FakeServer.refusal(Code.INVALID_ARGUMENT, "no"));
        AtomicInteger closed = new AtomicInteger();
        Sheet endless = () -> new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public void close() throws IOException {
                closed.incrementAndGet();
                throw new IOException("which is of no account");
            }
        };
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
            assertEquals(Code.INVALID_ARGUMENT, refused(client, endless).getCode());
        }
        assertEquals(1, closed.get());
    }

    @Test
    void whatIsNoRegularFileIsSentOnce() {
        Catalog catalog = new Catalog(true, FakeServer.unavailable());
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
            assertEquals(Code.UNAVAILABLE, refused(client, Sheet.of(Path.of("/dev/null"))).getCode());
        }
        assertEquals(1, catalog.tries.size());
    }

    @Test
    void errorsOfTheSheetAreItsOwnAndItDoesNotComeToItsEnd() throws Exception {
        Catalog catalog = new Catalog(true);
        IOException broken = new IOException("the sheet is cut off");
        Sheet sheet = () -> new SequenceInputStream(new ByteArrayInputStream(SHEET), new InputStream() {
            @Override
            public int read() throws IOException {
                // Not before the server has heard of the call: one that is cancelled earlier it need never hear of.
                assertDoesNotThrow(() -> catalog.began.await());
                throw broken;
            }
        });
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.client()) {
            Sheet none = Sheet.of(folder.resolve("no.csv"));
            assertThrows(NoSuchFileException.class, () -> client.importProducts(none));
            assertSame(broken, assertThrows(IOException.class, () -> client.importProducts(sheet)));
            catalog.tries.get(0).over.await();
        }
        assertEquals(1, catalog.tries.size());
        assertFalse(catalog.tries.get(0).isWhole);
    }

    @Test
    void aThreadThatIsInterruptedHearsIt() throws Exception {
        Catalog catalog = new Catalog(true, FakeServer.unavailable());
        Thread importing = Thread.currentThread();
        Policy slow = FakeServer.QUICK.withPause(Duration.ofMinutes(9), Duration.ofMinutes(9));
        try (FakeServer server = new FakeServer(catalog); HallmintClient client = server.builder().policy(slow).build()) {
            Sheet sheet = () -> new ByteArrayInputStream(SHEET) {
                @Override
                public void close() { // the first try is over, and the pause comes next
                    importing.interrupt();
                }
            };
            assertEquals(Code.CANCELLED, refused(client, sheet).getCode());
            assertTrue(Thread.interrupted());
        }
        assertEquals(1, catalog.tries.size());
    }
}
