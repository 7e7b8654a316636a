package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.RetryInfo;
import dev.hallmint.v1.AcceptInvitationRequest;
import dev.hallmint.v1.AcceptInvitationResponse;
import dev.hallmint.v1.CreateSessionRequest;
import dev.hallmint.v1.CreateSessionResponse;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.MemberServiceGrpc.MemberServiceImplBase;
import dev.hallmint.v1.MintSpec;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.SessionServiceGrpc.SessionServiceImplBase;
import dev.hallmint.v1.SubmitMintRequest;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final GetStatsRequest STATS = GetStatsRequest.getDefaultInstance();
    private static final SubmitMintRequest MINT =
            SubmitMintRequest.newBuilder().setMint(MintSpec.newBuilder().setQuantity(3)).build();

    private static RetryInfo after(long millis) {
        var delay = com.google.protobuf.Duration.newBuilder().setNanos((int) (millis * 1_000_000));
        return RetryInfo.newBuilder().setRetryDelay(delay).build();
    }

    private static HallmintException refused(Runnable call) {
        return assertThrows(HallmintException.class, call::run);
    }

    @Test
    void theVerySameRequestGoesOutUntilThereIsAnAnswer() {
        FakeMinting minting = new FakeMinting()
                .failing(FakeServer.unavailable(), FakeServer.unavailable(), FakeServer.unavailable(), FakeServer.unavailable());
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            assertEquals("batch", client.minting().submitMint(MINT).getBatch().getBatchId());
        }
        assertEquals(5, minting.mints.size());
        assertEquals(1, Set.copyOf(minting.mints).size());
        UUID.fromString(minting.mints.get(0).getRequestId());
        assertEquals(MINT.getMint(), minting.mints.get(0).getMint());
    }

    @Test
    void eachMintHasItsOwnIdAndOneThatIsGivenStays() {
        FakeMinting minting = new FakeMinting();
        String id = UUID.randomUUID().toString();
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            client.minting().submitMint(MINT);
            client.minting().submitMint(MINT);
            client.minting().submitMint(MINT.toBuilder().setRequestId(id).build());
        }
        assertEquals(3, minting.mints.stream().map(SubmitMintRequest::getRequestId).distinct().count());
        assertEquals(id, minting.mints.get(2).getRequestId());
    }

    @Test
    void theLastTrysErrorNamesTheRequestId() {
        FakeMinting minting = new FakeMinting().failing(FakeServer.unavailable(), FakeServer.unavailable());
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.builder().policy(FakeServer.QUICK.withAttempts(2)).build()) {
            HallmintException error = refused(() -> client.minting().submitMint(MINT));
            assertEquals(Code.UNAVAILABLE, error.getCode());
            assertEquals("away", error.getMessage());
            assertEquals(minting.mints.get(0).getRequestId(), error.getRequestId());
        }
        assertEquals(2, minting.mints.size());
    }

    @Test
    void whatWaitingDoesNotMendIsNotTriedAgain() {
        FakeMinting minting = new FakeMinting()
                .failing(
                        FakeServer.refusal(Code.INVALID_ARGUMENT, "no"),
                        FakeServer.refusal(Code.RESOURCE_EXHAUSTED, "too large"));
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            assertEquals(Code.INVALID_ARGUMENT, refused(() -> client.minting().submitMint(MINT)).getCode());
            assertEquals(Code.RESOURCE_EXHAUSTED, refused(() -> client.minting().submitMint(MINT)).getCode());
        }
        assertEquals(2, minting.calls());
    }

    @Test
    void aServerThatSaysWhenToComeBackIsHonoured() {
        FakeMinting minting = new FakeMinting().failing(FakeServer.refusal(Code.RESOURCE_EXHAUSTED, "busy", after(300)));
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            assertEquals(7, client.minting().getStats(STATS).getTokensMinted());
        }
        assertTrue(minting.times.get(1) - minting.times.get(0) >= Duration.ofMillis(300).toNanos());
    }

    @Test
    void nobodyWaitsForATryThatWouldComeTooLate() {
        FakeMinting minting = new FakeMinting().failing(FakeServer.refusal(Code.UNAVAILABLE, "later", after(900)));
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.builder().policy(FakeServer.QUICK.withTimeout(Duration.ofMillis(900))).build()) {
            HallmintException error = refused(() -> client.minting().getStats(STATS));
            assertEquals(Optional.of(Duration.ofMillis(900)), error.getRetryAfter());
        }
        assertEquals(1, minting.calls());
    }

    @Test
    void whatIsNotSafeIsSentOnceAndNamesNoBrand() {
        AtomicInteger calls = new AtomicInteger();
        MemberServiceImplBase member = new MemberServiceImplBase() {
            @Override
            public void acceptInvitation(AcceptInvitationRequest request, StreamObserver<AcceptInvitationResponse> answer) {
                calls.incrementAndGet();
                answer.onError(FakeServer.unavailable());
            }
        };
        SessionServiceImplBase session = new SessionServiceImplBase() {
            @Override
            public void createSession(CreateSessionRequest request, StreamObserver<CreateSessionResponse> answer) {
                calls.incrementAndGet();
                answer.onError(FakeServer.unavailable());
            }
        };
        try (FakeServer server = new FakeServer(member, session);
                HallmintClient client = server.builder().brand("acme").build()) {
            var accept = AcceptInvitationRequest.getDefaultInstance();
            assertEquals(Code.UNAVAILABLE, refused(() -> client.member().acceptInvitation(accept)).getCode());
            var create = CreateSessionRequest.getDefaultInstance();
            assertEquals(Code.UNAVAILABLE, refused(() -> client.session().createSession(create)).getCode());
            assertEquals(2, calls.get());
            assertTrue(server.sent("x-hallmint-brand").stream().allMatch(brand -> brand == null));
        }
    }

    @Test
    void exactlyTwoMethodsAreNotSafe() {
        Set<String> unsafe = Services.methods()
                .filter(method -> !method.isSafe() && !method.isIdempotent())
                .map(method -> method.getBareMethodName())
                .collect(Collectors.toSet());
        assertEquals(Set.of("AcceptInvitation", "CreateSession"), unsafe);
    }

    @Test
    void stubsOfFuturesAreTriedAgainToo() throws Exception {
        FakeMinting minting = new FakeMinting().failing(FakeServer.unavailable(), FakeServer.refusal(Code.NOT_FOUND, "none"));
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            var stub = MintingServiceGrpc.newFutureStub(client.channel());
            var failed = assertThrows(ExecutionException.class, () -> stub.submitMint(MINT).get());
            HallmintException error = HallmintException.from(failed);
            assertEquals(Code.NOT_FOUND, error.getCode());
            assertEquals(minting.mints.get(1).getRequestId(), error.getRequestId());
            assertEquals(7, stub.getStats(STATS).get().getTokensMinted());
        }
    }

    @Test
    void aFutureThatIsCancelledInAPauseIsOver() throws Exception {
        FakeMinting minting = new FakeMinting().failing(FakeServer.unavailable());
        Policy slow = FakeServer.QUICK.withPause(Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.builder().policy(slow).build()) {
            var future = MintingServiceGrpc.newFutureStub(client.channel()).getStats(STATS);
            minting.called.await();
            assertTrue(future.cancel(true));
        }
        assertEquals(1, minting.calls());
    }

    @Test
    void aThreadThatIsInterruptedHearsIt() throws Exception {
        for (boolean silent : new boolean[] {true, false}) { // while it waits for an answer, and in a pause
            FakeMinting minting = new FakeMinting().failing(FakeServer.unavailable());
            minting.silent = silent;
            Policy slow = FakeServer.QUICK.withPause(Duration.ofSeconds(20), Duration.ofSeconds(20));
            try (FakeServer server = new FakeServer(minting); HallmintClient client = server.builder().policy(slow).build()) {
                Thread caller = Thread.currentThread();
                new Thread(() -> {
                            try {
                                minting.called.await();
                            } catch (InterruptedException error) {
                                throw new IllegalStateException(error);
                            }
                            caller.interrupt();
                        })
                        .start();
                HallmintException error = refused(() -> client.minting().getStats(STATS));
                assertTrue(Thread.interrupted());
                assertEquals(Code.CANCELLED, error.getCode());
            }
        }
    }

    @Test
    void aClosedClientSaysSo() {
        try (FakeServer server = new FakeServer(new FakeMinting())) {
            HallmintClient client = server.client();
            client.close();
            HallmintException error = refused(() -> client.minting().getStats(STATS));
            assertEquals(Code.CANCELLED, error.getCode());
            assertEquals("the client is closed", error.getMessage());
        }
    }

    @Test
    void pausesDoubleUpToTheLongestAndASmallPartIsChance() {
        Policy policy = Policy.DEFAULT;
        long[] most = {100, 200, 400, 800, 1600, 2000, 2000};
        for (int failures = 1; failures <= most.length; failures++) {
            long pause = policy.waitNanos(failures, Optional.empty());
            assertTrue(pause >= most[failures - 1] * 500_000 && pause <= most[failures - 1] * 1_000_000);
        }
        long asked = policy.waitNanos(1, Optional.of(Duration.ofSeconds(10)));
        assertTrue(asked >= Duration.ofSeconds(10).toNanos() && asked <= Duration.ofSeconds(15).toNanos());
        assertEquals(Long.MAX_VALUE, policy.waitNanos(1, Optional.of(Duration.ofSeconds(Long.MAX_VALUE))));
        assertFalse(policy.waitNanos(100, Optional.of(Duration.ofSeconds(-5))) < 0);
    }

    @Test
    void aPolicyThatCouldNeverWorkIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Policy.DEFAULT.withAttempts(0));
        assertThrows(IllegalArgumentException.class, () -> Policy.DEFAULT.withTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Policy.DEFAULT.withUpload(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Policy.DEFAULT.withSilence(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Policy.DEFAULT.withPatience(Duration.ofSeconds(-1)));
    }
}
