package dev.hallmint.client;

import com.google.protobuf.ByteString;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchState;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.ExportState;
import dev.hallmint.v1.ImportProductsRequest;
import dev.hallmint.v1.ImportProductsResponse;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
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
import java.util.function.LongConsumer;

/**
 * A connection to a Hallmint server, for any number of threads. Its stubs are those of {@code dev.hallmint.v1}; each
 * of their calls carries credential and brand, ends within the policy's timeout, is tried again where that is safe,
 * and throws {@link HallmintException}. A request with an empty {@code request_id} gets one, so that a retry never
 * does it twice.
 */
public final class HallmintClient extends HallmintLists implements AutoCloseable {
    private static final Set<BatchState> BATCH_ENDS =
            EnumSet.of(BatchState.BATCH_STATE_MINTED, BatchState.BATCH_STATE_FAILED, BatchState.BATCH_STATE_CANCELLED);
    private static final Set<ExportState> EXPORT_ENDS = EnumSet.of(
            ExportState.EXPORT_STATE_COMPLETED, ExportState.EXPORT_STATE_FAILED, ExportState.EXPORT_STATE_CANCELLED);

    private final String address;
    private final Policy policy;
    private final ManagedChannel connection;
    private final Pause pause;
    private final Channel channel;
    private final boolean isActing;

    HallmintClient(String address, Policy policy, Caller caller, ManagedChannel connection) {
        this(address, policy, connection, new Pause(), caller, false);
    }

    private HallmintClient(
            String address, Policy policy, ManagedChannel connection, Pause pause, Caller caller, boolean isActing) {
        this(
                address,
                policy,
                connection,
                pause,
                // The last interceptor is the first one to see a call.
                ClientInterceptors.intercept(
                        connection, new FreshConnection(connection), caller, new Retrying(policy, pause)),
                isActing);
    }

    private HallmintClient(
            String address, Policy policy, ManagedChannel connection, Pause pause, Channel channel, boolean isActing) {
        super(ClientInterceptors.intercept(channel, new NativeErrors()));
        this.address = address;
        this.policy = policy;
        this.connection = connection;
        this.pause = pause;
        this.channel = channel;
        this.isActing = isActing;
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
     * Calls for somebody else, as {@link #acting(String, String)}, in no brand in particular.
     *
     * @param credential who calls
     * @return a client that need not be closed
     */
    public HallmintClient acting(String credential) {
        return acting(credential, null);
    }

    /**
     * Calls for somebody else over the connection of this client, with its policy: for a program that calls for many people,
     * each with a session of their own.
     *
     * @param credential who calls
     * @param brand of a person with several brands the acting one, id or slug; null means not given
     * @return a client that need not be closed: it ends with this one, and not before
     * @throws IllegalArgumentException where the credential is null or not of the form of one (it is not shown), or the brand has
     *     characters that no id and no slug has
     */
    public HallmintClient acting(String credential, String brand) {
        Caller caller = new Caller(credential == null ? "" : credential, brand);
        return new HallmintClient(address, policy, connection, pause, caller, true);
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
                pause);
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
                pause);
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
        return new PackDownload(pack, folder, policy, tell, pause).run(offset -> Messages.open(
                channel,
                ExportServiceGrpc.getReadPackMethod(),
                ReadPackRequest.newBuilder().setPackId(pack.getPackId()).setOffset(offset).build(),
                ReadPackResponse::getData,
                policy.silence()));
    }

    /**
     * Imports a sheet as {@link #importProducts(Sheet, ImportProductsRequest, LongConsumer)}, where one wrong row means that
     * nothing is written.
     *
     * @param sheet what to import
     * @return what came of it
     * @throws IOException of the sheet
     */
    public ImportProductsResponse importProducts(Sheet sheet) throws IOException {
        return importProducts(sheet, ImportProductsRequest.getDefaultInstance(), bytes -> {});
    }

    /**
     * Makes and updates products from a CSV sheet of at most 256 MiB and 100,000 rows. What is written is durable on return;
     * refused rows are in the response. A broken stream writes nothing, and a sheet sent again changes nothing: so it is sent
     * again from its beginning as calls are, within the policy's time for uploads for all tries.
     *
     * @param sheet what to import; what reading it throws comes out as it is, and nothing is written then
     * @param how its mode, and whether it is a dry run
     * @param tell hears how many bytes have been sent; begins anew with each try
     * @return what came of it
     * @throws IOException of the sheet
     * @throws HallmintException as calls have it, and INVALID_ARGUMENT {@code SHEET_REFUSED} where the sheet as a whole cannot be
     *     read
     */
    public ImportProductsResponse importProducts(Sheet sheet, ImportProductsRequest how, LongConsumer tell) throws IOException {
        return new SheetImport(sheet, how, tell, policy, pause).run(channel);
    }

    /**
     * Ends all calls, watches, pauses between tries and the connection at once with CANCELLED, which is what further ones are
     * too. Of a client that {@link #acting} made it ends nothing.
     */
    @Override
    public void close() {
        if (!isActing) {
            connection.shutdownNow();
            pause.close(); // the tries that it has begin find that
        }
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "HallmintClient(" + address + ")";
    }
}
