package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchBatchResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final GetStatsRequest STATS = GetStatsRequest.getDefaultInstance();
    private static final String CREDENTIAL = "hm_live_" + "0".repeat(12) + "_" + "z".repeat(52) + "_" + "7".repeat(6);

    private static HallmintException refused(HallmintClient client) {
        return assertThrows(HallmintException.class, () -> client.minting().getStats(STATS));
    }

    @Test
    void everyCallSaysWhoCallsForWhichBrand() {
        FakeMinting minting = new FakeMinting() {
            @Override
            public void watchBatch(WatchBatchRequest request, StreamObserver<WatchBatchResponse> answer) {
                answer.onError(FakeServer.refusal(Code.NOT_FOUND, "none"));
            }
        };
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client = server.builder().credential(" " + CREDENTIAL + "\n").brand("acme-2").build()) {
            client.minting().getStats(STATS);
            assertThrows(HallmintException.class, client.watchBatch("b")::hasNext);
            assertEquals(List.of("Bearer " + CREDENTIAL, "Bearer " + CREDENTIAL), server.sent("authorization"));
            assertEquals(List.of("acme-2", "acme-2"), server.sent("x-hallmint-brand"));
            assertTrue(server.sent("user-agent").get(0).matches("hallmint-client-java/[0-9]+[.][0-9]+[.][0-9]+ grpc-java-.*"));
            assertFalse(client.toString().contains("hm_live"));
        }
    }

    @Test
    void whatACallBringsItselfStays() {
        Metadata own = new Metadata();
        own.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer another");
        try (FakeServer server = new FakeServer(new FakeMinting());
                HallmintClient client = server.builder().credential(CREDENTIAL).build()) {
            client.minting().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(own)).getStats(STATS);
            assertEquals(List.of("Bearer another"), server.sent("authorization"));
        }
    }

    @Test
    void withoutACredentialNoneIsSent() {
        try (FakeServer server = new FakeServer(new FakeMinting()); HallmintClient client = server.client()) {
            client.minting().getStats(STATS);
            assertFalse(server.headers.get(0).keys().contains("authorization"));
            assertFalse(server.headers.get(0).keys().contains("x-hallmint-brand"));
        }
    }

    @Test
    void whatIsNoCredentialIsRefusedAndNotShown() {
        for (String changed : List.of(CREDENTIAL.substring(1), CREDENTIAL + "0", CREDENTIAL.replace('z', 'u'), "", "a\nb")) {
            var builder = HallmintClient.builder().credential(changed);
            String told = assertThrows(IllegalArgumentException.class, builder::build).toString();
            assertTrue(told.contains("hm_live_"));
            assertFalse(told.contains("0000"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a b", "a\r\nb", "é", "a/b"})
    void whatNamesNoBrandIsRefused(String brand) {
        assertThrows(IllegalArgumentException.class, HallmintClient.builder().brand(brand)::build);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":1", "host:65536", "http://host:1", "a b:1", "::1:7601", "host:1/x"})
    void whatIsNoAddressIsRefused(String address) {
        assertThrows(IllegalArgumentException.class, HallmintClient.builder().address(address)::build);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:7601", "example.com:443", "127.0.0.1:1"})
    void addressesAreHostAndPort(String address) {
        try (HallmintClient client = HallmintClient.builder().address(address).build()) {
            assertTrue(client.toString().contains(address));
        }
    }

    @Test
    void aServerThatIsAwayIsOneClearErrorAndIsFoundWhenItIsBack() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Policy brief = FakeServer.QUICK.withPause(Duration.ofMillis(20), Duration.ofMillis(20)); // gRPC's own are of a second
        try (HallmintClient client =
                HallmintClient.builder().address("127.0.0.1:" + port).policy(brief).build()) {
            for (int call = 0; call < 3; call++) {
                HallmintException error = refused(client);
                assertEquals(Code.UNAVAILABLE, error.getCode());
                assertEquals("", error.getReason());
                assertTrue(error.getMessage().contains("Connection refused"), error.getMessage());
                assertFalse(error.getMessage().contains("\n"), error.getMessage());
            }
            try (FakeServer server = new FakeServer(port, InsecureServerCredentials.create(), new FakeMinting())) {
                assertEquals(7, client.minting().getStats(STATS).getTokensMinted());
            }
            assertEquals(Code.UNAVAILABLE, refused(client).getCode());
        }
    }

    @Test
    void aCallEndsWithinItsTimeout() {
        FakeMinting minting = new FakeMinting();
        minting.silent = true;
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client =
                        server.builder().policy(FakeServer.QUICK.withTimeout(Duration.ofMillis(200))).build()) {
            HallmintException error = refused(client);
            assertEquals(Code.DEADLINE_EXCEEDED, error.getCode());
            assertEquals("", error.getReason());
        }
        assertEquals(1, minting.calls());
    }

    /** It takes the 25 s after which the server is known not to be there: the call has a second try then. */
    @Test
    void aConnectionThatCarriesNothingAnyMoreIsLeft() throws IOException {
        Policy patient = FakeServer.QUICK.withTimeout(Duration.ofSeconds(45));
        try (FakeServer server = new FakeServer(new FakeMinting());
                FreezingProxy proxy = new FreezingProxy(server.port());
                HallmintClient client = HallmintClient.builder().address(proxy.address()).policy(patient).build()) {
            client.minting().getStats(STATS);
            proxy.freeze();
            assertEquals(7, client.minting().getStats(STATS).getTokensMinted());
            assertEquals(2, proxy.taken());
        }
    }

    @Test
    void theDeadlineOfAStubIsTheCalls() {
        FakeMinting minting = new FakeMinting();
        minting.silent = true;
        try (FakeServer server = new FakeServer(minting); HallmintClient client = server.client()) {
            var stub = client.minting().withDeadlineAfter(100, TimeUnit.MILLISECONDS);
            var error = assertThrows(HallmintException.class, () -> stub.getStats(STATS));
            assertEquals(Code.DEADLINE_EXCEEDED, error.getCode());
        }
    }

    @Test
    void aDeadlineOfAMillisecondIsAnErrorToo() {
        FakeMinting minting = new FakeMinting();
        minting.silent = true;
        try (FakeServer server = new FakeServer(minting);
                HallmintClient client =
                        server.builder().policy(FakeServer.QUICK.withTimeout(Duration.ofMillis(1))).build()) {
            assertEquals(Code.DEADLINE_EXCEEDED, refused(client).getCode());
        }
    }
}
