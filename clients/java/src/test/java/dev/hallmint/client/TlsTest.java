package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hallmint.v1.GetStatsRequest;
import io.grpc.Status.Code;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    @TempDir
    static Path folder;

    private static Certificate authority;
    private static Path ca;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void makeCertificates() throws GeneralSecurityException, IOException {
        authority = Certificate.authority("authority");
        ca = authority.write(folder);
        Certificate server = authority.issue("server", "EC");
        certificate = server.write(folder);
        key = server.writeKey(folder);
    }

    private static FakeServer server(ClientAuth clients) throws IOException {
        TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder()
                .keyManager(certificate.toFile(), key.toFile())
                .trustManager(ca.toFile())
                .clientAuth(clients);
        return new FakeServer(0, credentials.build(), new FakeMinting());
    }

    private static long minted(HallmintClientBuilder builder) {
        try (HallmintClient client = builder.policy(FakeServer.QUICK.withAttempts(2)).build()) {
            return client.minting().getStats(GetStatsRequest.getDefaultInstance()).getTokensMinted();
        }
    }

    private static void unreachable(HallmintClientBuilder builder) {
        HallmintException error = assertThrows(HallmintException.class, () -> minted(builder));
        assertEquals(Code.UNAVAILABLE, error.getCode());
        assertEquals("", error.getReason());
        assertFalse(error.getMessage().isBlank());
        assertFalse(error.getMessage().contains("\n"), error.getMessage());
    }

    private static String refusal(HallmintClientBuilder builder) {
        return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    }

    @Test
    void theServerIsWhoTheAuthoritySays() throws IOException {
        try (FakeServer server = server(ClientAuth.NONE)) {
            assertEquals(7, minted(server.builder().ca(ca)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void bothSidesSayWhoTheyAre(String algorithm) throws GeneralSecurityException, IOException {
        Certificate own = authority.issue("client-" + algorithm, algorithm);
        Path file = own.write(folder);
        try (FakeServer server = server(ClientAuth.REQUIRE)) {
            assertEquals(7, minted(server.builder().ca(ca).certificate(file).key(own.writeKey(folder))));
            assertEquals(7, minted(server.builder().ca(ca).certificate(file).key(own.writeOlderKey(folder))));
        }
    }

    @Test
    void whoeverIsNotKnownIsNotReached() throws GeneralSecurityException, IOException {
        Certificate other = Certificate.authority("another-authority");
        Certificate stranger = other.issue("stranger", "EC");
        try (FakeServer server = server(ClientAuth.REQUIRE)) {
            Path own = certificate;
            unreachable(server.builder().ca(other.write(folder)).certificate(own).key(key));
            unreachable(server.builder().ca(ca).certificate(stranger.write(folder)).key(stranger.writeKey(folder)));
            unreachable(server.builder().ca(ca));
            unreachable(server.builder()); // plaintext
            unreachable(server.builder().certificate(own).key(key)); // whom Java trusts
        }
    }

    @Test
    void filesThatAreNoneAreRefusedByName() throws GeneralSecurityException, IOException {
        Path none = folder.resolve("missing.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path broken = Files.writeString(folder.resolve("broken.pem"), Certificate.pem("CERTIFICATE", new byte[40]));
        Path locked = Files.writeString(folder.resolve("locked.key"), Certificate.pem("ENCRYPTED PRIVATE KEY", new byte[40]));
        Path zeros = Files.writeString(folder.resolve("zeros.key"), Certificate.pem("PRIVATE KEY", new byte[40]));
        Path older = Files.writeString(folder.resolve("zeros.older"), Certificate.pem("EC PRIVATE KEY", new byte[40]));
        Path another = authority.issue("another", "EC").writeKey(folder);
        Path rsa = authority.issue("rsa", "RSA").writeKey(folder);
        for (Path wrong : new Path[] {none, text, empty, broken, key, folder}) {
            assertTrue(refusal(HallmintClient.builder().ca(wrong)).contains(wrong.toString()));
            assertTrue(refusal(HallmintClient.builder().certificate(wrong).key(key)).contains(wrong.toString()));
        }
        for (Path wrong : new Path[] {none, text, empty, locked, zeros, older, another, rsa, certificate}) {
            assertTrue(refusal(HallmintClient.builder().certificate(certificate).key(wrong)).contains(wrong.toString()));
        }
        assertTrue(refusal(HallmintClient.builder().certificate(certificate)).contains("go together"));
        assertTrue(refusal(HallmintClient.builder().ca(ca).key(key)).contains("go together"));
    }
}
