package dev.hallmint.client;

import com.google.protobuf.ByteString;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.ExportState;
import dev.hallmint.v1.ListBatchesRequest;
import dev.hallmint.v1.ListBatchesResponse;
import dev.hallmint.v1.ListPacksRequest;
import dev.hallmint.v1.ListPacksResponse;
import dev.hallmint.v1.ListTokensRequest;
import dev.hallmint.v1.ListTokensResponse;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
import dev.hallmint.v1.Token;
import dev.hallmint.v1.WatchBatchRequest;
import dev.hallmint.v1.WatchExportRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;

/**
 * A connection to a Hallmint server, for any number of threads. Its stubs are those of {@code dev.hallmint.v1}; each
 * of their calls carries credential and brand, ends within the policy's timeout, is tried again where that is safe,
 * and throws {@link HallmintException}. A request with an empty {@code request_id} gets one, so that a retry never
 * does it twice.
 */
public final class HallmintClient extends HallmintServices implements AutoCloseable {
    private static final Set<BatchState> BATCH_ENDS =
            EnumSet.of(BatchState.BATCH_STATE_MINTED, BatchState.BATCH_STATE_FAILED, BatchState.BATCH_STATE_CANCELLED);
    private static final Set<ExportState> EXPORT_ENDS = EnumSet.of(
            ExportState.EXPORT_STATE_COMPLETED, ExportState.EXPORT_STATE_FAILED, ExportState.EXPORT_STATE_CANCELLED);

    private final String address;
    private final Policy policy;
    private final ManagedChannel connection;
    private final ScheduledExecutorService clock;
    private final Channel channel;

    HallmintClient(
            String address, Policy policy, Caller caller, ManagedChannel connection, ScheduledExecutorService clock) {
        // The last interceptor is the first one to see a call.
        this(
                address,
                policy,
                connection,
                clock,
                ClientInterceptors.intercept(connection, new FreshConnection(connection), caller, new Retrying(policy, clock)));
    }

    private HallmintClient(
            String address, Policy policy, ManagedChannel connection, ScheduledExecutorService clock, Channel channel) {
        super(ClientInterceptors.intercept(channel, new NativeErrors()));
        this.address = address;
        this.policy = policy;
        this.connection = connection;
        this.clock = clock;
        this.channel = channel;
    }

    /**
     * How to connect; every setting has a default.
     *
     * @return a new builder
     */
    public static HallmintClientBuilder builder() {
        return new HallmintClientBuilder();
    }

    /**
     * For stubs of other kinds than the blocking ones below, as in {@code
     * MintingServiceGrpc.newFutureStub(client.channel())}. All is done for their calls too, but that their errors are
     * gRPC's own: {@link HallmintException#from} reads them.
     *
     * @return the channel, which is closed with this client
     */
    public Channel channel() {
        return channel;
    }
    /**
     * The tokens of a batch by seq.
     *
     * @param batchId which one; empty means all batches, the newest first
     * @return walks through all pages
     */
    public Listing<Token> tokens(String batchId) {
        return tokens(ListTokensRequest.newBuilder().setBatchId(batchId).build());
    }

    /**
     * The tokens that a request asks for.
     *
     * @param request with a page size of 0 full pages are called for, and with a page token the walk begins there
     * @return walks through all pages
     */
    public Listing<Token> tokens(ListTokensRequest request) {
        int size = request.getPageSize() == 0 ? Listing.FULL_PAGE : request.getPageSize();
        return Listing.pages(
                        at -> minting().listTokens(request.toBuilder()
                                .setPageSize(size)
                                .setPageToken(at.isEmpty() ? request.getPageToken() : at)
                                .build()),
                        ListTokensResponse::getNextPageToken)
                .each(ListTokensResponse::getTokensList);
    }

    /**
     * All batches, the newest first, without lots.
     *
     * @return walks through all pages
     */
    public Listing<Batch> batches() {
        return batches(ListBatchesRequest.getDefaultInstance());
    }

    /**
     * The batches that a request asks for.
     *
     * @param request with a page size of 0 full pages are called for, and with a page token the walk begins there
     * @return walks through all pages
     */
    public Listing<Batch> batches(ListBatchesRequest request) {
        int size = request.getPageSize() == 0 ? Listing.FULL_PAGE : request.getPageSize();
        return Listing.pages(
                        at -> minting().listBatches(request.toBuilder()
                                .setPageSize(size)
                                .setPageToken(at.isEmpty() ? request.getPageToken() : at)
                                .build()),
                        ListBatchesResponse::getNextPageToken)
                .each(ListBatchesResponse::getBatchesList);
    }

    /**
     * The finished packs of an export, in order.
     *
     * @param exportId which one
     * @return walks through all pages
     */
    public Listing<Pack> packs(String exportId) {
        ListPacksRequest request =
                ListPacksRequest.newBuilder().setExportId(exportId).setPageSize(Listing.FULL_PAGE).build();
        return Listing.pages(
                        at -> export().listPacks(request.toBuilder().setPageToken(at).build()),
                        ListPacksResponse::getNextPageToken)
                .each(ListPacksResponse::getPacksList);
    }

    /**
     * Follows a batch until it is minted, failed or cancelled.
     *
     * @param batchId which one
     * @return to be read, and closed
     */
    public Watch<Batch> watchBatch(String batchId) {
        return watchBatch(batchId, "");
    }

    /**
     * Follows a batch from where an earlier watch was.
     *
     * @param batchId which one
     * @param cursor of {@link Watch#cursor}, or empty
     * @return to be read, and closed
     */
    public Watch<Batch> watchBatch(String batchId, String cursor) {
        return new Watch<>(
                at -> Messages.open(
                        channel,
                        MintingServiceGrpc.getWatchBatchMethod(),
                        WatchBatchRequest.newBuilder().setBatchId(batchId).setCursor(at).build(),
                        said -> new Watch.Change<>(said.hasBatch() ? said.getBatch() : null, said.getCursor()),
                        policy.silence()),
                batch -> BATCH_ENDS.contains(batch.getState()),
                cursor,
                policy,
                connection::isShutdown);
    }

    /**
     * Follows an export until it is completed, failed or cancelled.
     *
     * @param exportId which one
     * @return to be read, and closed
     */
    public Watch<Export> watchExport(String exportId) {
        return watchExport(exportId, "");
    }

    /**
     * Follows an export from where an earlier watch was.
     *
     * @param exportId which one
     * @param cursor of {@link Watch#cursor}, or empty
     * @return to be read, and closed
     */
    public Watch<Export> watchExport(String exportId, String cursor) {
        return new Watch<>(
                at -> Messages.open(
                        channel,
                        ExportServiceGrpc.getWatchExportMethod(),
                        WatchExportRequest.newBuilder().setExportId(exportId).setCursor(at).build(),
                        said -> new Watch.Change<>(said.hasExport() ? said.getExport() : null, said.getCursor()),
                        policy.silence()),
                export -> EXPORT_ENDS.contains(export.getState()),
                cursor,
                policy,
                connection::isShutdown);
    }

    /**
     * Calls for a stream that nothing above is for, such as {@code ReadArchive}.
     *
     * @param <Q> the request
     * @param <A> a message of the answer
     * @param method of a generated class, as in {@code ExportServiceGrpc.getReadArchiveMethod()}
     * @param request what to ask
     * @return the messages, to be closed
     */
    public <Q, A> Messages<A> read(MethodDescriptor<Q, A> method, Q request) {
        return Messages.open(channel, method, request, said -> said, policy.silence());
    }

    /**
     * Writes a pack into a folder, as {@link #downloadPack(Pack, Path, LongConsumer)}.
     *
     * @param pack one of {@link #packs}
     * @param folder where to
     * @return the file
     * @throws IOException of the disk
     */
    public Path downloadPack(Pack pack, Path folder) throws IOException {
        return downloadPack(pack, folder, bytes -> {});
    }

    /**
     * Writes a pack into a folder under its own name, and proves its digest. What a broken download left goes on where
     * it broke, also one of an earlier call: it lies beside as {@code <name>.part}. A file that is there and whole is
     * left as it is. On return the file is durable and its SHA-256 is the pack's. One pack is for one thread.
     *
     * @param pack one of {@link #packs}
     * @param folder where to
     * @param tell hears how many bytes are there
     * @return the file
     * @throws IOException of the disk
     * @throws HallmintException where the server cannot be reached, or DATA_LOSS where what it sends is not the pack
     */
    public Path downloadPack(Pack pack, Path folder, LongConsumer tell) throws IOException {
        return new PackDownload(pack, folder, policy, tell).run(offset -> Messages.open(
                channel,
                ExportServiceGrpc.getReadPackMethod(),
                ReadPackRequest.newBuilder().setPackId(pack.getPackId()).setOffset(offset).build(),
                ReadPackResponse::getData,
                policy.silence()));
    }

    /**
     * Ends all calls, watches and the connection with CANCELLED, which is what further ones are too. A call that pauses
     * between two tries ends when its pause does.
     */
    @Override
    public void close() {
        connection.shutdownNow();
        clock.shutdown(); // tasks that wait still run: nobody waits for ever for a try that does not come
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "HallmintClient(" + address + ")";
    }
}
