package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceImplBase;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] CONTENT = content();
    private static final int PIECE = 1000;

    @TempDir
    Path folder;

    /** Sends a pack in pieces; breaks each stream after so many of them, where it is told to. */
    private static final class Packs extends ExportServiceImplBase {
        private final List<Long> offsets = new CopyOnWriteArrayList<>();
        private volatile int pieces = Integer.MAX_VALUE;
        private volatile RuntimeException end = FakeServer.unavailable();
        private volatile byte[] sent = CONTENT;
        private volatile boolean silent;

        @Override
        public void readPack(ReadPackRequest request, StreamObserver<ReadPackResponse> answer) {
            offsets.add(request.getOffset());
            int left = pieces;
            for (int at = (int) request.getOffset(); at < sent.length; at += PIECE) {
                if (left-- == 0) {
                    if (end == null) {
                        answer.onCompleted();
                    } else if (!silent) {
                        answer.onError(end);
                    }
                    return;
                }
                ByteString data = ByteString.copyFrom(sent, at, Math.min(PIECE, sent.length - at));
                answer.onNext(ReadPackResponse.newBuilder().setData(data).build());
            }
            answer.onCompleted();
        }
    }

    private static byte[] content() {
        byte[] bytes = new byte[12_345];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static Pack pack(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(CONTENT);
            return Pack.newBuilder()
                    .setPackId("p")
                    .setFileName(name)
                    .setBytes(CONTENT.length)
                    .setSha256(ByteString.copyFrom(digest))
                    .build();
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }

    private Path download(Packs packs, Policy policy, Pack pack, List<Long> told) throws IOException {
        try (FakeServer server = new FakeServer(packs); HallmintClient client = server.builder().policy(policy).build()) {
            return client.downloadPack(pack, folder, told::add);
        }
    }

    private Path download(Packs packs) throws IOException {
        return download(packs, FakeServer.QUICK, pack("units.csv"), new ArrayList<>());
    }

    private HallmintException failed(Packs packs, Policy policy) {
        return assertThrows(
                HallmintException.class, () -> download(packs, policy, pack("units.csv"), new ArrayList<>()));
    }

    private Path part() {
        return folder.resolve("units.csv.part");
    }

    @Test
    void theFileIsThePack() throws IOException {
        List<Long> told = new ArrayList<>();
        Path file = download(new Packs(), FakeServer.QUICK, pack("units.csv"), told);
        assertEquals(folder.resolve("units.csv"), file);
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
        assertFalse(Files.exists(part()));
        assertEquals(CONTENT.length, told.get(told.size() - 1));
        Packs untouched = new Packs();
        assertEquals(file, download(untouched));
        assertEquals(List.of(), untouched.offsets);
    }

    @Test
    void aBrokenStreamGoesOnWhereItBroke() throws IOException {
        Packs packs = new Packs();
        packs.pieces = 2; // so that there are more breaks than a call has attempts
        assertArrayEquals(CONTENT, Files.readAllBytes(download(packs)));
        assertEquals(List.of(0L, 2000L, 4000L, 6000L, 8000L, 10_000L, 12_000L), packs.offsets);
    }

    @Test
    void anEndThatIsTooEarlyAndSilenceAreBreaksToo() throws IOException {
        Packs early = new Packs();
        early.pieces = 6;
        early.end = null;
        assertArrayEquals(CONTENT, Files.readAllBytes(download(early)));
        Files.delete(folder.resolve("units.csv"));
        Packs silent = new Packs();
        silent.pieces = 6;
        silent.silent = true;
        download(silent, FakeServer.QUICK.withSilence(Duration.ofMillis(100)), pack("units.csv"), new ArrayList<>());
        assertEquals(List.of(0L, 6000L, 12_000L), silent.offsets);
    }

    @Test
    void withoutAByteInBetweenItGivesUpAndTheNextCallGoesOn() throws IOException {
        Packs packs = new Packs();
        packs.pieces = 3;
        packs.end = FakeServer.refusal(Code.NOT_FOUND, "no such pack");
        assertEquals(Code.NOT_FOUND, failed(packs, FakeServer.QUICK).getCode());
        Packs away = new Packs();
        away.pieces = 0;
        assertEquals(Code.UNAVAILABLE, failed(away, FakeServer.QUICK.withAttempts(3)).getCode());
        assertEquals(List.of(3000L, 3000L, 3000L), away.offsets);
        Packs back = new Packs();
        download(back);
        assertEquals(List.of(3000L), back.offsets);
    }

    @Test
    void bytesThatAreNotThePackAreLost() throws IOException {
        Packs packs = new Packs();
        packs.sent = CONTENT.clone();
        packs.sent[5]++;
        Files.writeString(folder.resolve("units.csv"), "an older file");
        assertEquals(Code.DATA_LOSS, failed(packs, FakeServer.QUICK).getCode());
        assertFalse(Files.exists(part()));
        assertEquals("an older file", Files.readString(folder.resolve("units.csv")));
        packs.sent = new byte[CONTENT.length + 1];
        assertEquals(Code.DATA_LOSS, failed(packs, FakeServer.QUICK).getCode());
    }

    @Test
    void aServerThatSendsWithoutEndFillsNoDisk() {
        Packs packs = new Packs();
        packs.sent = new byte[CONTENT.length * 10];
        List<Long> told = new ArrayList<>();
        HallmintException error = assertThrows(
                HallmintException.class, () -> download(packs, FakeServer.QUICK, pack("units.csv"), told));
        assertEquals(Code.DATA_LOSS, error.getCode());
        assertTrue(told.get(told.size() - 1) <= CONTENT.length + PIECE);
        assertFalse(Files.exists(part()));
    }

    @Test
    void aPartThatIsLongerThanThePackIsNoneOfIt() throws IOException {
        Files.write(part(), new byte[CONTENT.length + 1]);
        Packs packs = new Packs();
        assertArrayEquals(CONTENT, Files.readAllBytes(download(packs)));
        assertEquals(List.of(0L), packs.offsets);
    }

    @Test
    void aPartThatIsAllThereIsOnlyProved() throws IOException {
        Files.write(part(), CONTENT);
        assertArrayEquals(CONTENT, Files.readAllBytes(download(new Packs())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../units.csv", "/etc/units.csv", "..\\units.csv", "a/../units.csv", "C:\\units.csv"})
    void noNameLeadsOutOfTheFolder(String name) throws IOException {
        assertEquals(folder.resolve("units.csv"), download(new Packs(), FakeServer.QUICK, pack(name), new ArrayList<>()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/", "a/..", "\\", "x\0y"})
    void whatIsNoNameIsRefused(String name) {
        Packs packs = new Packs();
        assertThrows(HallmintException.class, () -> download(packs, FakeServer.QUICK, pack(name), new ArrayList<>()));
        assertEquals(List.of(), packs.offsets);
    }

    @Test
    void errorsOfTheDiskAreJavasOwn() {
        folder = folder.resolve("missing");
        assertThrows(NoSuchFileException.class, () -> download(new Packs()));
    }

    @Test
    void anyStreamCanBeRead() {
        Packs packs = new Packs();
        packs.pieces = 2;
        try (FakeServer server = new FakeServer(packs);
                HallmintClient client = server.client();
                Messages<ReadPackResponse> messages =
                        client.read(ExportServiceGrpc.getReadPackMethod(), ReadPackRequest.getDefaultInstance())) {
            assertEquals(PIECE, messages.next().getData().size());
            assertTrue(messages.hasNext());
            messages.next();
            assertEquals(Code.UNAVAILABLE, assertThrows(HallmintException.class, messages::next).getCode());
            assertThrows(NoSuchElementException.class, messages::next);
        }
    }

    @Test
    void theStreamOfABlockingStubHasOurErrorAsItsCause() {
        Packs packs = new Packs();
        packs.pieces = 0;
        try (FakeServer server = new FakeServer(packs); HallmintClient client = server.client()) {
            var messages = client.export().readPack(ReadPackRequest.getDefaultInstance());
            var error = assertThrows(io.grpc.StatusRuntimeException.class, messages::hasNext);
            assertEquals("away", HallmintException.from(error).getMessage());
        }
    }
}
