package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.hallmint.v1.GetStatsRequest;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorTest {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final ErrorInfo INFO = ErrorInfo.newBuilder()
            .setDomain("hallmint")
            .setReason("GTIN_MISSING")
            .putMetadata("sku", "SKU-1")
            .build();
    private static final BadRequest BAD = BadRequest.newBuilder()
            .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField("mint.quantity")
                    .setReason("FIELD_INVALID")
                    .setDescription("at least 1"))
            .build();
    private static final PreconditionFailure FAILED = PreconditionFailure.newBuilder()
            .addViolations(PreconditionFailure.Violation.newBuilder()
                    .setSubject("mint.product")
                    .setType("PRODUCT_NOT_ACTIVE")
                    .setDescription("a draft"))
            .build();

    /** What a stub throws where a server fails with this. */
    private static HallmintException thrown(StatusRuntimeException failure) {
        try (FakeServer server = new FakeServer(new FakeMinting().failing(failure));
                HallmintClient client = server.builder().policy(FakeServer.QUICK.withAttempts(1)).build()) {
            GetStatsRequest request = GetStatsRequest.getDefaultInstance();
            return assertThrows(HallmintException.class, () -> client.minting().getStats(request));
        }
    }

    @Test
    void allThatTheServerSaysIsThere() {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
                .build();
        Help unknown = Help.getDefaultInstance();
        var error = thrown(FakeServer.refusal(Code.FAILED_PRECONDITION, "no GTIN", unknown, BAD, INFO, FAILED, retry));
        assertEquals("no GTIN", error.getMessage());
        assertEquals(Code.FAILED_PRECONDITION, error.getCode());
        assertEquals("GTIN_MISSING", error.getReason());
        assertEquals(Map.of("sku", "SKU-1"), error.getMetadata());
        assertEquals(
                List.of(
                        new Violation("mint.quantity", "FIELD_INVALID", "at least 1"),
                        new Violation("mint.product", "PRODUCT_NOT_ACTIVE", "a draft")),
                error.getViolations());
        assertEquals(Optional.of(Duration.ofMillis(1500)), error.getRetryAfter());
        assertEquals("", error.getRequestId());
        assertTrue(error.toString().endsWith("no GTIN (GTIN_MISSING)"));
        // The trace leads to the call, though the answer came on another thread.
        assertTrue(Arrays.stream(error.getStackTrace()).anyMatch(at -> at.getClassName().equals(ErrorTest.class.getName())));
    }

    @Test
    void anotherDomainIsNotOurs() {
        var error = thrown(FakeServer.refusal(Code.UNAVAILABLE, "", INFO.toBuilder().setDomain("proxy.example").build()));
        assertEquals("", error.getReason());
        assertEquals(Map.of(), error.getMetadata());
        assertEquals("UNAVAILABLE", error.getMessage());
        assertTrue(error.toString().endsWith("(UNAVAILABLE)"));
    }

    @Test
    void damagedDetailsAreLeftOut() {
        Any damaged = Any.pack(BAD).toBuilder().setValue(ByteString.copyFromUtf8("\n\77")).build();
        RetryInfo endless = RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(Integer.MAX_VALUE))
                .build();
        Status status = Status.newBuilder()
                .addDetails(damaged)
                .addDetails(Any.pack(endless))
                .addDetails(Any.pack(INFO))
                .build();
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, status.toByteArray());
        var error = thrown(io.grpc.Status.NOT_FOUND.withDescription("none").asRuntimeException(trailers));
        assertEquals("GTIN_MISSING", error.getReason());
        assertEquals(List.of(), error.getViolations());
        assertEquals(Optional.empty(), error.getRetryAfter());
    }

    @Test
    void detailsThatAreNoMessageAreLeftOut() {
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, new byte[] {10, 77});
        var error = thrown(io.grpc.Status.NOT_FOUND.withDescription("none").asRuntimeException(trailers));
        assertEquals(Code.NOT_FOUND, error.getCode());
        assertEquals("none", error.getMessage());
        assertEquals("", error.getReason());
    }

    @Test
    void errorsOfOtherStubsAreRead() {
        StatusRuntimeException failure = FakeServer.refusal(Code.NOT_FOUND, "none", INFO);
        assertEquals("GTIN_MISSING", HallmintException.from(failure).getReason());
        var checked = new StatusException(failure.getStatus(), failure.getTrailers());
        assertEquals("GTIN_MISSING", HallmintException.from(new IllegalStateException(checked)).getReason());
        HallmintException ours = HallmintException.from(failure);
        assertSame(ours, HallmintException.from(new IllegalStateException(ours)));
        HallmintException other = HallmintException.from(new IllegalStateException("broken"));
        assertEquals(Code.UNKNOWN, other.getCode());
        assertEquals("broken", other.getMessage());
    }

    @Test
    void itCanBeWrittenAndRead() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(HallmintException.from(FakeServer.refusal(Code.NOT_FOUND, "none", INFO, BAD)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            HallmintException read = (HallmintException) in.readObject();
            assertEquals("GTIN_MISSING", read.getReason());
            assertEquals("FIELD_INVALID", read.getViolations().get(0).reason());
            assertEquals(Map.of("sku", "SKU-1"), read.getMetadata());
        }
    }
}
