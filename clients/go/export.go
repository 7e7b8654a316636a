package hallmint

import (
	"context"
	"iter"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// WatchExport follows an export until it has ended (COMPLETED, FAILED or CANCELLED), as WatchBatch follows a batch.
func (c *Client) WatchExport(ctx context.Context, exportID string, options ...WatchOption) iter.Seq2[*hallmintv1.Export, error] {
	return following[*hallmintv1.WatchExportResponse, *hallmintv1.Export]{
		layer: c.layer,
		ask: func(ctx context.Context, cursor string) (source[*hallmintv1.WatchExportResponse], error) {
			return c.Export.WatchExport(ctx, &hallmintv1.WatchExportRequest{ExportId: exportID, Cursor: cursor})
		},
		read: func(message *hallmintv1.WatchExportResponse) (*hallmintv1.Export, bool) {
			return message.GetExport(), message.GetExport() != nil
		},
		ended: func(export *hallmintv1.Export) bool {
			switch export.GetState() {
			case hallmintv1.ExportState_EXPORT_STATE_COMPLETED, hallmintv1.ExportState_EXPORT_STATE_FAILED,
				hallmintv1.ExportState_EXPORT_STATE_CANCELLED:
				return true
			}
			return false
		},
	}.all(ctx, options)
}

// Packs walks through the finished packs of an export in order, in as many calls as it takes.
func (c *Client) Packs(ctx context.Context, exportID string) iter.Seq2[*hallmintv1.Pack, error] {
	return Items(func(token string) (*hallmintv1.ListPacksResponse, error) {
		return c.Export.ListPacks(ctx, &hallmintv1.ListPacksRequest{ExportId: exportID, PageSize: fullPage, PageToken: token})
	}, (*hallmintv1.ListPacksResponse).GetPacks)
}
