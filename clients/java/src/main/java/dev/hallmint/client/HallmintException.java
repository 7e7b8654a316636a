package dev.hallmint.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that did not succeed. Decide by {@link #getReason()}, and where it is empty or new to you by {@link #getCode()}.
 */
public final class HallmintException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String DOMAIN = "hallmint";
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final String reason;
    private final Status.Code code;

    @SuppressWarnings("serial") // what copyOf makes can be written
    private final Map<String, String> metadata;

    @SuppressWarnings("serial") // as above
    private final List<Violation> violations;

    private final Duration retryAfter;
    private final String requestId;

    private HallmintException(Status status, com.google.rpc.Status details, String requestId) {
        super(text(status), status.getCause());
        ErrorInfo info = ErrorInfo.getDefaultInstance();
        Duration retry = null;
        List<Violation> found = new ArrayList<>();
        for (Any detail : details.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                info = unpack(detail, ErrorInfo.class).orElse(info);
            } else if (detail.is(RetryInfo.class)) {
                retry = unpack(detail, RetryInfo.class).flatMap(HallmintException::delay).orElse(retry);
            } else if (detail.is(BadRequest.class)) {
                unpack(detail, BadRequest.class).ifPresent(bad -> bad.getFieldViolationsList().forEach(
                        each -> found.add(new Violation(each.getField(), each.getReason(), each.getDescription()))));
            } else if (detail.is(PreconditionFailure.class)) {
                unpack(detail, PreconditionFailure.class).ifPresent(failed -> failed.getViolationsList().forEach(
                        each -> found.add(new Violation(each.getSubject(), each.getType(), each.getDescription()))));
            }
        }
        boolean ours = info.getDomain().equals(DOMAIN);
        this.reason = ours ? info.getReason() : "";
        this.code = status.getCode();
        this.metadata = ours ? Map.copyOf(info.getMetadataMap()) : Map.of();
        this.violations = List.copyOf(found);
        this.retryAfter = retry;
        this.requestId = requestId;
    }

    /**
     * Reads the error of a stub that is none of this client's blocking ones: of a future, of a {@code StreamObserver},
     * of an iterator over a stream. Details that are missing, damaged or of unknown types are left out.
     *
     * @param error what the stub threw or handed over
     * @return the error in this client's form
     */
    public static HallmintException from(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof HallmintException ours) {
                return ours;
            }
        }
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof StatusRuntimeException failed) {
                return of(failed.getStatus(), failed.getTrailers(), "");
            }
            if (at instanceof StatusException failed) {
                return of(failed.getStatus(), failed.getTrailers(), "");
            }
        }
        return of(Status.UNKNOWN.withDescription(error.getMessage()).withCause(error), null, "");
    }

    /** Reads a status; where an interceptor of ours has read it before, its error is in there. */
    static HallmintException of(Status status, Metadata trailers, String requestId) {
        if (status.getCause() instanceof HallmintException ours) {
            return ours;
        }
        return new HallmintException(status, details(trailers), requestId);
    }

    /** An error that this client makes itself. */
    static HallmintException of(Status status) {
        return of(status, null, "");
    }

    /**
     * The name of an {@code ErrorReason} without its prefix, as in {@code GTIN_MISSING}.
     *
     * @return empty where the error did not come from Hallmint (no connection, deadline, a proxy)
     */
    public String getReason() {
        return reason;
    }

    /**
     * What gRPC calls it.
     *
     * @return the code
     */
    public Status.Code getCode() {
        return code;
    }

    /**
     * More of the error for programs; {@code error_reason.proto} says which keys a reason has.
     *
     * @return unmodifiable
     */
    public Map<String, String> getMetadata() {
        return metadata;
    }

    /**
     * Everything that is wrong with the request, at once.
     *
     * @return unmodifiable
     */
    public List<Violation> getViolations() {
        return violations;
    }

    /**
     * After what time trying again may help.
     *
     * @return empty where the server did not say
     */
    public Optional<Duration> getRetryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Of a call that creates something: the id to send again, so that it happens once only.
     *
     * @return empty for other calls
     */
    public String getRequestId() {
        return requestId;
    }

    /** Message, and reason or code. */
    @Override
    public String toString() {
        return getClass().getName() + ": " + getMessage() + " (" + (reason.isEmpty() ? code.name() : reason) + ")";
    }

    /**
     * Whether the same call may succeed later: nobody answers, or the server has too much to do and says when to come
     * back.
     */
    boolean isPassing() {
        return code == Status.Code.RESOURCE_EXHAUSTED ? retryAfter != null : code == Status.Code.UNAVAILABLE;
    }

    /** What is told: of a broken connection also why, which grpc-java has in the cause alone. */
    private static String text(Status status) {
        String told = status.getDescription() == null ? "" : status.getDescription().strip();
        int end = told.indexOf("\nChannel Pipeline: "); // for those who debug grpc-java
        told = end < 0 ? told : told.substring(0, end);
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == null || root.getMessage() == null ? "" : root.getMessage();
        if (told.isEmpty() || told.contains(why)) {
            return told.isEmpty() ? (why.isEmpty() ? status.getCode().name() : why) : told;
        }
        return told + ": " + why;
    }

    private static com.google.rpc.Status details(Metadata trailers) {
        byte[] encoded = trailers == null ? null : trailers.get(DETAILS);
        try {
            return encoded == null ? com.google.rpc.Status.getDefaultInstance() : com.google.rpc.Status.parseFrom(encoded);
        } catch (InvalidProtocolBufferException damaged) {
            return com.google.rpc.Status.getDefaultInstance();
        }
    }

    private static <T extends Message> Optional<T> unpack(Any detail, Class<T> type) {
        try {
            return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> delay(RetryInfo info) {
        if (!info.hasRetryDelay()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos()));
        } catch (ArithmeticException damaged) {
            return Optional.empty();
        }
    }
}
