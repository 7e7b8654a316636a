package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import dev.hallmint.example.ExportPacks;
import dev.hallmint.example.MintAndWatch;
import dev.hallmint.example.Tokens;
import dev.hallmint.example.VerifyProof;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.CreateExportRequest;
import dev.hallmint.v1.CreateExportResponse;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceImplBase;
import dev.hallmint.v1.ExportState;
import dev.hallmint.v1.ListPacksRequest;
import dev.hallmint.v1.ListPacksResponse;
import dev.hallmint.v1.ListTokensRequest;
import dev.hallmint.v1.ListTokensResponse;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
import dev.hallmint.v1.Token;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchBatchResponse;
import dev.hallmint.v1.WatchExportRequest;
import dev.hallmint.v1.WatchExportResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What partners paste does what it says. */
class ExampleTest {
    private static final byte[] CONTENT = "a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private static final class Minting extends FakeMinting {
        @Override
        public void watchBatch(WatchBatchRequest request, StreamObserver<WatchBatchResponse> answer) {
            Batch batch = Batch.newBuilder().setQuantity(5).setMintedQuantity(5).setState(BatchState.BATCH_STATE_MINTED).build();
            answer(WatchBatchResponse.newBuilder().setBatch(batch).build(), answer);
        }

        @Override
        public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> answer) {
            Timestamp time = Timestamp.newBuilder().setSeconds(1_800_000_000).setNanos(123_456_000).build();
            Token token = Token.newBuilder().setResolverUrl("https://id.example/t/A").setActivatedAt(time).build();
            Token unseen = Token.newBuilder().setResolverUrl("https://id.example/t/B").build();
            answer(ListTokensResponse.newBuilder().addTokens(token).addTokens(unseen).build(), answer);
        }
    }

    private static final class Exports extends ExportServiceImplBase {
        private static <A> void answer(StreamObserver<A> answer, A message) {
            answer.onNext(message);
            answer.onCompleted();
        }

        @Override
        public void createExport(CreateExportRequest request, StreamObserver<CreateExportResponse> answer) {
            Export export = Export.newBuilder().setExportId("e").build();
            answer(answer, CreateExportResponse.newBuilder().setExport(export).build());
        }

        @Override
        public void watchExport(WatchExportRequest request, StreamObserver<WatchExportResponse> answer) {
            ExportState state = ExportState.EXPORT_STATE_COMPLETED;
            Export export = Export.newBuilder().setPacks(1).setPacksCompleted(1).setState(state).build();
            answer(answer, WatchExportResponse.newBuilder().setExport(export).build());
        }

        @Override
        public void listPacks(ListPacksRequest request, StreamObserver<ListPacksResponse> answer) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(CONTENT);
                Pack pack = Pack.newBuilder()
                        .setFileName("units.csv")
                        .setBytes(CONTENT.length)
                        .setSha256(ByteString.copyFrom(digest))
                        .build();
                answer(answer, ListPacksResponse.newBuilder().addPacks(pack).build());
            } catch (NoSuchAlgorithmException error) {
                throw new IllegalStateException(error);
            }
        }

        @Override
        public void readPack(ReadPackRequest request, StreamObserver<ReadPackResponse> answer) {
            answer(answer, ReadPackResponse.newBuilder().setData(ByteString.copyFrom(CONTENT)).build());
        }
    }

    private interface Program {
        void main(String[] arguments) throws IOException;
    }

    private static List<String> printed(Program program, String... arguments) throws IOException {
        PrintStream usual = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.main(arguments);
        } finally {
            System.setOut(usual);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void unitsAreMintedAndWatched() throws IOException {
        Minting minting = new Minting();
        try (FakeServer server = new FakeServer(minting)) {
            assertEquals(List.of("5 of 5", "batch"), printed(MintAndWatch::main, server.address(), "SKU-1", "5"));
            ErrorInfo info = ErrorInfo.newBuilder().setDomain("hallmint").setReason("PRODUCT_NOT_FOUND").build();
            minting.failing(
                    FakeServer.refusal(Code.NOT_FOUND, "no such product", info), FakeServer.refusal(Code.INTERNAL, "a proxy"));
            List<String> refused = printed(MintAndWatch::main, server.address(), "SKU-2", "5");
            assertEquals(List.of("PRODUCT_NOT_FOUND: no such product"), refused);
            // Where there is no reason, as where nobody answers, the code stands in its place.
            assertEquals(List.of("INTERNAL: a proxy"), printed(MintAndWatch::main, server.address(), "SKU-2", "5"));
        }
        assertEquals("SKU-1", minting.mints.get(0).getMint().getProduct().getSku());
        assertEquals(5, minting.mints.get(0).getMint().getQuantity());
    }

    @Test
    void tokensAreListed() throws IOException {
        try (FakeServer server = new FakeServer(new Minting())) {
            List<String> expected =
                    List.of("https://id.example/t/A 2027-01-15T08:00:00.123456Z", "https://id.example/t/B");
            assertEquals(expected, printed(Tokens::main, server.address(), "batch"));
        }
    }

    @Test
    void packsAreDownloaded() throws IOException {
        Path packs = folder.resolve("packs");
        try (FakeServer server = new FakeServer(new Exports())) {
            List<String> expected = List.of("1 of 1 files are made", packs.resolve("units.csv").toString());
            assertEquals(expected, printed(ExportPacks::main, server.address(), "batch", packs.toString()));
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(packs.resolve("units.csv")));
    }

    @Test
    void proofsAreVerified() throws IOException {
        String[] arguments = {
            "../../docs/verify/example.proof", "../../docs/verify/example-log.key", "../../docs/verify/example-witness.key"
        };
        List<String> lines = printed(VerifyProof::main, arguments);
        assertEquals("RECORDED: /01/09506000134352/10/LOT%2F7/21/V000000000000003", lines.get(0));
        assertEquals(3, lines.size());
        arguments[0] = arguments[1];
        assertTrue(printed(VerifyProof::main, arguments).get(0).startsWith("REFUSED: "));
    }

    @Test
    void theReadmeShowsThem() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : List.of("MintAndWatch", "VerifyProof")) {
            String code = Files.readString(Path.of("examples/dev/hallmint/example/" + name + ".java"));
            assertTrue(readme.contains("```java\n" + code + "```"), name);
        }
    }
}
