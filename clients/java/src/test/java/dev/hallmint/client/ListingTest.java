package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceImplBase;
import dev.hallmint.v1.ListBatchesRequest;
import dev.hallmint.v1.ListBatchesResponse;
import dev.hallmint.v1.ListPacksRequest;
import dev.hallmint.v1.ListPacksResponse;
import dev.hallmint.v1.ListTokensRequest;
import dev.hallmint.v1.ListTokensResponse;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.Token;
import dev.hallmint.v1.TokenStatus;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final int TOKENS = 7;

    /** Pages of three, whose tokens are the seq that the next one begins with. */
    private static final class Listed extends FakeMinting {
        private final List<ListTokensRequest> pages = new CopyOnWriteArrayList<>();
        private final List<ListBatchesRequest> lists = new CopyOnWriteArrayList<>();

        @Override
        public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> answer) {
            pages.add(request);
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            int end = Math.min(from + 3, TOKENS);
            var page = ListTokensResponse.newBuilder().setNextPageToken(end == TOKENS ? "" : String.valueOf(end));
            IntStream.range(from, end).forEach(seq -> page.addTokens(Token.newBuilder().setSeq(seq)));
            answer(page.build(), answer);
        }

        @Override
        public void listBatches(ListBatchesRequest request, StreamObserver<ListBatchesResponse> answer) {
            lists.add(request);
            var page = ListBatchesResponse.newBuilder().setNextPageToken("same"); // for ever
            answer(page.addBatches(Batch.newBuilder().setBatchId("b" + lists.size())).build(), answer);
        }
    }

    private static List<Integer> seqs(Iterable<Token> tokens) {
        List<Integer> found = new ArrayList<>();
        tokens.forEach(token -> found.add(token.getSeq()));
        return found;
    }

    @Test
    void allPagesAreWalkedThroughAndEachCallIsTriedAgain() {
        Listed minting = new Listed();
        minting.failing(FakeServer.unavailable());
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            Listing<Token> tokens = client.tokens("batch");
            assertEquals(0, minting.calls());
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), seqs(tokens));
            assertEquals(4, minting.calls());
            assertTrue(minting.pages.stream().allMatch(page -> page.getPageSize() == 500 && page.getBatchId().equals("batch")));
            assertEquals(List.of(0, 1), tokens.stream().map(Token::getSeq).limit(2).toList());
            assertEquals(5, minting.calls());
        }
    }

    @Test
    void aRequestOfOnesOwnStaysAndTheWalkBeginsAtItsToken() {
        Listed minting = new Listed();
        ListTokensRequest request = ListTokensRequest.newBuilder()
                .setStatus(TokenStatus.TOKEN_STATUS_ACTIVE)
                .setLotCode("L1")
                .setPageSize(9)
                .setPageToken("2")
                .build();
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            assertEquals(List.of(2, 3, 4, 5, 6), seqs(client.tokens(request)));
        }
        assertEquals(request, minting.pages.get(0));
        assertEquals(request.toBuilder().setPageToken("5").build(), minting.pages.get(1));
    }

    @Test
    void aTokenTwiceInARowIsTheEnd() {
        Listed minting = new Listed();
        var failed = ListBatchesRequest.newBuilder().setState(BatchState.BATCH_STATE_FAILED).build();
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            assertEquals(2, client.batches().stream().count());
            assertEquals(2, client.batches(failed).stream().count());
        }
        assertEquals(BatchState.BATCH_STATE_FAILED, minting.lists.get(2).getState());
        assertTrue(minting.lists.stream().allMatch(page -> page.getPageSize() == 500));
    }

    @Test
    void packsAreListed() {
        ExportServiceImplBase export = new ExportServiceImplBase() {
            @Override
            public void listPacks(ListPacksRequest request, StreamObserver<ListPacksResponse> answer) {
                boolean isFirst = request.getPageToken().isEmpty();
                answer.onNext(ListPacksResponse.newBuilder()
                        .addPacks(Pack.newBuilder().setExportId(request.getExportId()).setPackNo(isFirst ? 0 : 1))
                        .setNextPageToken(isFirst ? "next" : "")
                        .build());
                answer.onCompleted();
            }
        };
        try (FakeServer server = new FakeServer(export); HallmintClient client = server.client()) {
            assertEquals(List.of(0, 1), client.packs("e").stream().map(Pack::getPackNo).toList());
        }
    }

    @Test
    void errorsComeThroughAndAWalkHasAnEnd() {
        Listed minting = new Listed();
        minting.failing(FakeServer.refusal(Code.NOT_FOUND, "none"));
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            Iterator<Token> tokens = client.tokens("batch").iterator();
            assertEquals(Code.NOT_FOUND, assertThrows(HallmintException.class, tokens::hasNext).getCode());
        }
        Iterator<String> pages = Listing.pages(at -> "page", page -> "").iterator();
        assertEquals("page", pages.next());
        assertThrows(NoSuchElementException.class, pages::next);
        Iterator<String> items = Listing.pages(at -> "page", page -> "").each(page -> List.<String>of()).iterator();
        assertThrows(NoSuchElementException.class, items::next);
    }
}
