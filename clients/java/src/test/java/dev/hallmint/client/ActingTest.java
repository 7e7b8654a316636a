package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hallmint.v1.AcceptInvitationRequest;
import dev.hallmint.v1.AcceptInvitationResponse;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.MemberServiceGrpc.MemberServiceImplBase;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchBatchResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls for somebody else over the same connection. */
class ActingTest {
    static final String SESSION = "hm_session_" + "1".repeat(12) + "_" + "b".repeat(52) + "_" + "1".repeat(6);
    private static final String OWN = "hm_live_" + "0".repeat(12) + "_" + "a".repeat(52) + "_" + "0".repeat(6);
    private static final GetStatsRequest STATS = GetStatsRequest.getDefaultInstance();

    private static final class Minting extends FakeMinting {
        @Override
        public void watchBatch(WatchBatchRequest request, StreamObserver<WatchBatchResponse> answer) {
            Batch batch = Batch.newBuilder().setState(BatchState.BATCH_STATE_MINTED).build();
            answer(WatchBatchResponse.newBuilder().setBatch(batch).build(), answer);
        }
    }

    private static final class Members extends MemberServiceImplBase {
        @Override
        public void acceptInvitation(AcceptInvitationRequest request, StreamObserver<AcceptInvitationResponse> answer) {
            answer.onNext(AcceptInvitationResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    @Test
    void eachCallIsThatOfItsCaller() throws IOException {
        FakeMinting minting = new Minting().failing(FakeServer.unavailable());
        try (FakeServer server = new FakeServer(minting, new Members());
                FreezingProxy proxy = new FreezingProxy(server.port());
                HallmintClient client =
                        server.builder().address(proxy.address()).credential(OWN).brand("nordlicht").build()) {
            HallmintClient other = client.acting("  " + SESSION + "\n");
            HallmintClient third = other.acting(SESSION, "suedlicht");
            other.minting().getStats(STATS); // in two tries
            third.minting().getStats(STATS);
            third.member().acceptInvitation(AcceptInvitationRequest.getDefaultInstance());
            List<Batch> watched = new ArrayList<>();
            third.watchBatch("batch").forEach(watched::add);
            assertEquals(1, watched.size());
            client.minting().getStats(STATS);
            String theirs = "Bearer " + SESSION;
            assertEquals(List.of(theirs, theirs, theirs, theirs, theirs, "Bearer " + OWN), server.sent("authorization"));
            assertEquals(
                    Arrays.asList(null, null, "suedlicht", null, "suedlicht", "nordlicht"), server.sent("x-hallmint-brand"));
            assertEquals(1, proxy.taken());
        }
    }

    @Test
    void itEndsWithTheClientThatItIsMadeOfAndNotBefore() {
        try (FakeServer server = new FakeServer(new Minting()); HallmintClient client = server.client()) {
            HallmintClient other = client.acting(SESSION);
            try (HallmintClient third = client.acting(SESSION)) {
                third.minting().getStats(STATS);
            }
            other.minting().getStats(STATS);
            client.close();
            HallmintException error = assertThrows(HallmintException.class, () -> other.minting().getStats(STATS));
            assertEquals(Code.CANCELLED, error.getCode());
        }
    }

    @Test
    void whoIsToActIsCheckedAndNotShown() {
        try (HallmintClient client = HallmintClient.builder().credential(OWN).build()) {
            for (String wrong : Arrays.asList("", "secret-word", SESSION.substring(1), null)) {
                var error = assertThrows(IllegalArgumentException.class, () -> client.acting(wrong));
                assertFalse(error.getMessage().contains("secret") || error.getMessage().contains("bbb"));
            }
            assertThrows(IllegalArgumentException.class, () -> client.acting(SESSION, "a b"));
            assertFalse(client.acting(SESSION, "nordlicht").toString().contains("bbb"));
        }
    }
}
