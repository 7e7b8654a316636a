package hallmint_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// sheet is of several pieces, the last of which is not full.
var sheet = bytes.Repeat([]byte("SKU-1,A bucket\n"), 40_000)

// clerk is what a server has heard of imports, of each try by itself.
type clerk struct {
	sheets [][]byte
	firsts []*hallmintv1.ImportProductsRequest
	whole  int // sheets that came to their end
}

// importing lets imports end as they are told to, after they were read or before; then they are answered.
func importing(server *house, isRead bool, ends ...error) *clerk {
	heard := &clerk{}
	server.rooms[imports] = func(stream grpc.ServerStream) error {
		at := len(heard.sheets)
		heard.sheets, heard.firsts = append(heard.sheets, nil), append(heard.firsts, nil)
		for isRead || at >= len(ends) {
			message := &hallmintv1.ImportProductsRequest{}
			if err := stream.RecvMsg(message); errors.Is(err, io.EOF) {
				heard.whole++
				break
			} else if err != nil {
				return err
			}
			if heard.firsts[at] == nil {
				heard.firsts[at] = message
			}
			heard.sheets[at] = append(heard.sheets[at], message.GetPiece()...)
		}
		if at < len(ends) && ends[at] != nil {
			return ends[at]
		}
		return stream.SendMsg(&hallmintv1.ImportProductsResponse{Rows: 40_000})
	}
	return heard
}

// fromEach tries every kind of sheet.
func fromEach(t *testing.T, run func(hallmint.Sheet)) {
	path := filepath.Join(t.TempDir(), "sheet.csv")
	if err := os.WriteFile(path, sheet, 0o600); err != nil {
		t.Fatal(err)
	}
	run(hallmint.SheetFile(path))
	run(hallmint.SheetBytes(sheet))
	run(hallmint.SheetFunc(func() (io.ReadCloser, error) { return os.Open(path) }))
}

func TestASheetIsSentAgainFromItsBeginning(t *testing.T) {
	for _, isRead := range []bool{true, false} { // the answer is lost, or the stream breaks under the sheet
		fromEach(t, func(from hallmint.Sheet) {
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				heard := importing(server, isRead, away(), refusal(codes.ResourceExhausted, "TOO_MANY_CALLS", retryIn(1)))
				var told []int64
				answer, err := client.ImportProducts(ctx(), from, hallmint.ImportOptions{
					Mode: hallmintv1.ImportMode_IMPORT_MODE_ACCEPTED_ONLY, DryRun: true,
					Progress: func(bytes int64) { told = append(told, bytes) },
				})
				if err != nil || answer.GetRows() != 40_000 {
					t.Fatal(answer, err)
				}
				if len(heard.sheets) != 3 || !bytes.Equal(heard.sheets[2], sheet) || isRead && !bytes.Equal(heard.sheets[0], sheet) {
					t.Error("the server has heard another sheet", len(heard.sheets))
				}
				first := heard.firsts[2]
				if first.GetMode() != hallmintv1.ImportMode_IMPORT_MODE_ACCEPTED_ONLY || !first.GetDryRun() {
					t.Error(first.GetMode(), first.GetDryRun())
				}
				if told[len(told)-1] != int64(len(sheet)) || told[0] != 256<<10 || isRead && len(told) != 9 {
					t.Error(told)
				}
			})
		})
	}
}

func TestAnEmptySheetIsSentToo(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		heard := importing(server, true)
		options := hallmint.ImportOptions{Progress: func(int64) { t.Error("there is no progress") }}
		if _, err := client.ImportProducts(ctx(), hallmint.SheetBytes(nil), options); err != nil || heard.firsts[0] == nil {
			t.Error(err)
		}
	})
}

func TestAnImportEndsWithThePolicy(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		heard := importing(server, true, slices.Repeat([]error{away()}, 9)...)
		_, err := client.ImportProducts(ctx(), hallmint.SheetBytes(sheet), hallmint.ImportOptions{})
		failure(t, err, codes.Unavailable, "")
		if len(heard.sheets) != 5 {
			t.Error(len(heard.sheets), "tries")
		}
	})
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		server.rooms[imports] = func(stream grpc.ServerStream) error {
			select {
			case <-stream.Context().Done():
				return stream.Context().Err()
			case <-time.After(400 * time.Second):
				return away()
			}
		}
		begun := time.Now()
		_, err := client.ImportProducts(ctx(), hallmint.SheetBytes(sheet), hallmint.ImportOptions{})
		failure(t, err, codes.DeadlineExceeded, "")
		if passed := time.Since(begun); passed != 600*time.Second || len(server.heard(imports)) != 2 {
			t.Error(passed)
		}
	})
}

func TestARefusedSheetIsNotReadToItsEndNorSentAgain(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		heard := importing(server, false, refusal(codes.InvalidArgument, "SHEET_REFUSED"))
		endless := hallmint.SheetFunc(func() (io.ReadCloser, error) { return io.NopCloser(zeros{}), nil })
		_, err := client.ImportProducts(ctx(), endless, hallmint.ImportOptions{})
		failure(t, err, codes.InvalidArgument, "SHEET_REFUSED")
		if len(heard.sheets) != 1 {
			t.Error(len(heard.sheets), "tries")
		}
	})
}

type zeros struct{}

func (zeros) Read(data []byte) (int, error) { return len(data), nil }

func TestWhatIsNoFileIsSentOnce(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		heard := importing(server, true, away())
		_, err := client.ImportProducts(ctx(), hallmint.SheetFile(os.DevNull), hallmint.ImportOptions{})
		failure(t, err, codes.Unavailable, "")
		if len(heard.sheets) != 1 {
			t.Error(len(heard.sheets), "tries")
		}
	})
}

func TestErrorsOfASheetAreTheCallersAndNothingIsWritten(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		heard := importing(server, true)
		_, err := client.ImportProducts(ctx(), hallmint.SheetFile(filepath.Join(t.TempDir(), "no.csv")), hallmint.ImportOptions{})
		var none *fs.PathError
		if !errors.As(err, &none) {
			t.Error(err)
		}
		// As a reader of compressed sheets says that one is cut off.
		broken := hallmint.SheetFunc(func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(sheet), cutOff{})), nil
		})
		_, err = client.ImportProducts(ctx(), broken, hallmint.ImportOptions{})
		synctest.Wait() // until the server has heard the end too
		if err != io.ErrUnexpectedEOF || len(heard.sheets) != 1 || heard.whole != 0 {
			t.Error(err, len(heard.sheets), heard.whole)
		}
		var refused *hallmint.OptionError
		if _, err = client.ImportProducts(ctx(), hallmint.Sheet{}, hallmint.ImportOptions{}); !errors.As(err, &refused) {
			t.Error(err)
		}
	})
}

type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAnImportEndsWithItsContextAndItsClient(t *testing.T) {
	for _, end := range []string{"context", "client"} {
		bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
			heard := importing(server, true, refusal(codes.Unavailable, "LOG_NOT_READY", retryIn(200)))
			mine, cancel := context.WithCancel(ctx())
			defer cancel()
			begun := time.Now()
			time.AfterFunc(100*time.Second, func() {
				if end == "context" {
					cancel()
				} else if err := client.Close(); err != nil {
					t.Error(err)
				}
			})
			_, err := client.ImportProducts(mine, hallmint.SheetBytes(sheet), hallmint.ImportOptions{})
			failure(t, err, codes.Canceled, "")
			if passed := time.Since(begun); passed != 100*time.Second || len(heard.sheets) != 1 {
				t.Error(passed, len(heard.sheets))
			}
		})
	}
}
