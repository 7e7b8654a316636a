package hallmint_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const imports = hallmintv1.CatalogService_ImportProducts_FullMethodName

func TestAStreamOfTheStubsHasNativeErrorsAndIsNotTriedAgain(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		watching(server, saying(refusal(codes.Unavailable, "DATABASE_UNAVAILABLE"), state("1", 1, processing)))
		stream, err := client.Minting.WatchBatch(ctx(), &hallmintv1.WatchBatchRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Recv(); err != nil {
			t.Fatal(err)
		}
		_, err = stream.Recv()
		failure(t, err, codes.Unavailable, "DATABASE_UNAVAILABLE")
		calls := server.heard(hallmintv1.MintingService_WatchBatch_FullMethodName)
		if len(calls) != 1 || calls[0].sent.Get("authorization")[0] != "Bearer "+credential {
			t.Error(calls)
		}
	})
}

func TestTheEndOfAStreamIsNoError(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		watching(server, saying(nil))
		stream, err := client.Minting.WatchBatch(ctx(), &hallmintv1.WatchBatchRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	})
}

func TestAnImportEndsWithTheUploadTimeout(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		server.rooms[imports] = func(stream grpc.ServerStream) error {
			<-stream.Context().Done()
			return stream.Context().Err()
		}
		begun := time.Now()
		stream, err := client.Catalog.ImportProducts(ctx())
		if err != nil {
			t.Fatal(err)
		}
		_, err = stream.CloseAndRecv()
		failure(t, err, codes.DeadlineExceeded, "")
		if passed := time.Since(begun); passed != 600*time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(passed, err)
		}
	})
}

func TestAnImportIsAnsweredOrRefused(t *testing.T) {
	for _, refused := range []bool{false, true} {
		bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
			server.rooms[imports] = func(stream grpc.ServerStream) error {
				if refused {
					return refusal(codes.InvalidArgument, "SHEET_INVALID")
				}
				for stream.RecvMsg(&hallmintv1.ImportProductsRequest{}) == nil {
				}
				return stream.SendMsg(&hallmintv1.ImportProductsResponse{})
			}
			stream, err := client.Catalog.ImportProducts(ctx())
			if err != nil {
				t.Fatal(err)
			}
			for err == nil && refused {
				err = stream.Send(&hallmintv1.ImportProductsRequest{}) // until it is told that nobody reads
			}
			if refused && !errors.Is(err, io.EOF) {
				t.Error(err)
			}
			_, err = stream.CloseAndRecv()
			if refused {
				failure(t, err, codes.InvalidArgument, "SHEET_INVALID")
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}
