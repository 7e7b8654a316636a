package hallmint

import (
	"context"
	"iter"

	"google.golang.org/protobuf/proto"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// Batches walks through the batches that a list has, newest first, without lots, in as many calls as it takes. The request says which:
// a page size of 0 is 500 here, and with a page token it goes on there. nil is all batches.
func (c *Client) Batches(ctx context.Context, request *hallmintv1.ListBatchesRequest) iter.Seq2[*hallmintv1.Batch, error] {
	return Items(func(token string) (*hallmintv1.ListBatchesResponse, error) {
		asked := &hallmintv1.ListBatchesRequest{PageSize: fullPage}
		proto.Merge(asked, request)
		if token != "" {
			asked.PageToken = token
		}
		return c.Minting.ListBatches(ctx, asked)
	}, (*hallmintv1.ListBatchesResponse).GetBatches)
}

// Tokens walks through the tokens of a batch by seq, or of all batches where the request names none, the newest batch first, in as
// many calls as it takes. The request says which: a page size of 0 is 500 here, and with a page token it goes on there.
func (c *Client) Tokens(ctx context.Context, request *hallmintv1.ListTokensRequest) iter.Seq2[*hallmintv1.Token, error] {
	return Items(func(token string) (*hallmintv1.ListTokensResponse, error) {
		asked := &hallmintv1.ListTokensRequest{PageSize: fullPage}
		proto.Merge(asked, request)
		if token != "" {
			asked.PageToken = token
		}
		return c.Minting.ListTokens(ctx, asked)
	}, (*hallmintv1.ListTokensResponse).GetTokens)
}

// WatchBatch follows a batch: a snapshot at once (or what comes behind a cursor, with [FromCursor]), then each change, and last its terminal state (MINTED, FAILED or CANCELLED), after
// which it ends.
//
// A broken or silent connection is made again, and the watch goes on from its cursor; heartbeats, and states that were yielded
// before, are not. It gives up when the server cannot be reached (the policy's Attempts at the start, its Patience later on), and at
// once on an error that waiting does not mend, or where ctx ends: the error is the last that comes. Leaving the loop ends the call.
func (c *Client) WatchBatch(ctx context.Context, batchID string, options ...WatchOption) iter.Seq2[*hallmintv1.Batch, error] {
	return following[*hallmintv1.WatchBatchResponse, *hallmintv1.Batch]{
		layer: c.layer,
		ask: func(ctx context.Context, cursor string) (source[*hallmintv1.WatchBatchResponse], error) {
			return c.Minting.WatchBatch(ctx, &hallmintv1.WatchBatchRequest{BatchId: batchID, Cursor: cursor})
		},
		read: func(message *hallmintv1.WatchBatchResponse) (*hallmintv1.Batch, bool) {
			return message.GetBatch(), message.GetBatch() != nil
		},
		ended: func(batch *hallmintv1.Batch) bool {
			switch batch.GetState() {
			case hallmintv1.BatchState_BATCH_STATE_MINTED, hallmintv1.BatchState_BATCH_STATE_FAILED,
				hallmintv1.BatchState_BATCH_STATE_CANCELLED:
				return true
			}
			return false
		},
	}.all(ctx, options)
}
