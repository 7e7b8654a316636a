package hallmint

import (
	"context"
	"errors"
	"io"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// pieceBytes is how much of a sheet one message carries.
const pieceBytes = 256 << 10

// ImportOptions is how a sheet is imported.
type ImportOptions struct {
	// Mode is what becomes of right rows where others are wrong; by default nothing (ALL_OR_NOTHING).
	Mode hallmintv1.ImportMode
	// DryRun has everything checked and nothing written.
	DryRun bool
	// Progress, where it is not nil, hears how many bytes of the sheet gRPC has taken, and begins anew with each try.
	Progress func(bytes int64)
}

// ImportProducts makes and updates products from a CSV sheet of at most 256 MiB and 100,000 rows.
//
// A broken stream writes nothing, and a sheet sent again changes nothing, so it is sent again from its beginning as calls are, within
// the policy's Upload for all tries. What is written is durable on return. Refused rows are in the answer; INVALID_ARGUMENT
// SHEET_REFUSED where the sheet as a whole cannot be read. Errors of the sheet itself come out as they are, and nothing is written
// then.
func (c *Client) ImportProducts(
	ctx context.Context, sheet Sheet, options ImportOptions,
) (*hallmintv1.ImportProductsResponse, error) {
	if sheet.open == nil {
		return nil, refused("a sheet is made by SheetFile, SheetBytes or SheetFunc")
	}
	ctx, cancel := context.WithTimeout(ctx, c.layer.policy.Upload)
	defer cancel()
	attempts := 1
	if sheet.lasts() {
		attempts = c.layer.policy.Attempts
	}
	var answer *hallmintv1.ImportProductsResponse
	err := c.layer.repeat(ctx, attempts, "", func() (err error) {
		answer, err = c.importOnce(ctx, sheet, options)
		return err
	})
	return answer, err
}

// importOnce sends the whole sheet in one stream.
func (c *Client) importOnce(
	ctx context.Context, sheet Sheet, options ImportOptions,
) (*hallmintv1.ImportProductsResponse, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // a sheet that breaks off is no end of the stream: what came of it is not written
	from, err := sheet.open()
	if err != nil {
		return nil, own{err}
	}
	defer func() { _ = from.Close() }() // it was only read
	stream, err := c.Catalog.ImportProducts(ctx)
	if err != nil {
		return nil, err
	}
	request := &hallmintv1.ImportProductsRequest{Mode: options.Mode, DryRun: options.DryRun}
	piece, sent := make([]byte, pieceBytes), int64(0)
	for over := false; !over; {
		count, err := fill(piece, from)
		over = errors.Is(err, io.EOF)
		if err != nil && !over {
			return nil, own{err}
		}
		if count == 0 && sent > 0 {
			break
		}
		request.Piece = piece[:count]
		err = stream.Send(request)
		if errors.Is(err, io.EOF) {
			break // the server has answered, and reads no more
		}
		if err != nil {
			return nil, err
		}
		sent += int64(count)
		if options.Progress != nil && count > 0 {
			options.Progress(sent)
		}
		request = &hallmintv1.ImportProductsRequest{}
	}
	return stream.CloseAndRecv()
}

// fill reads until a piece is full, or up to an error. io.ReadFull would tell the end of a sheet by the same error as a reader that
// finds its source cut off.
func fill(piece []byte, from io.Reader) (count int, err error) {
	for count < len(piece) && err == nil {
		var got int
		got, err = from.Read(piece[count:])
		count += got
	}
	return count, err
}
