package dev.hallmint.client;

import dev.hallmint.v1.Batch;
import dev.hallmint.v1.ListBatchesRequest;
import dev.hallmint.v1.ListBatchesResponse;
import dev.hallmint.v1.ListPacksRequest;
import dev.hallmint.v1.ListPacksResponse;
import dev.hallmint.v1.ListTokensRequest;
import dev.hallmint.v1.ListTokensResponse;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.Token;
import io.grpc.Channel;

/** Lists that are walked through page by page. A part of {@link HallmintClient}. */
public abstract class HallmintLists extends HallmintServices {
    HallmintLists(Channel blocking) {
        super(blocking);
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
}
