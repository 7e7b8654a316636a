package hallmint_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

var content = bytes.Repeat([]byte("one line of a pack\n"), 10_000)

func packOf(data []byte, name string) *hallmintv1.Pack {
	sum := sha256.Sum256(data)
	return &hallmintv1.Pack{PackId: "p", FileName: name, Bytes: int64(len(data)), Sha256: sum[:]}
}

// reading lets ReadPack send data from the offset on, in pieces; after so many pieces a call breaks (0: never). It notes the offsets.
func reading(server *house, data []byte, pieces int, ending error) *[]int64 {
	var offsets []int64
	streams(server, hallmintv1.ExportService_ReadPack_FullMethodName,
		func(_ context.Context, asked *hallmintv1.ReadPackRequest, send func(*hallmintv1.ReadPackResponse)) error {
			offsets = append(offsets, asked.GetOffset())
			send(&hallmintv1.ReadPackResponse{Pack: &hallmintv1.Pack{}})
			sent := 0
			for piece := range slices.Chunk(data[min(int(asked.GetOffset()), len(data)):], 50_000) {
				if sent++; pieces != 0 && sent > pieces {
					return ending
				}
				send(&hallmintv1.ReadPackResponse{Data: piece})
			}
			return nil
		})
	return &offsets
}

func isFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if found, err := os.ReadFile(path); err != nil || !bytes.Equal(found, data) {
		t.Error(path, len(found), err)
	}
}

func isNoFile(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error(path, err)
	}
}

func TestADownloadGoesOnWhereItBroke(t *testing.T) {
	for name, ending := range map[string]error{"away": away(), "an early end": nil} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				offsets := reading(server, content, 1, ending)
				var told []int64
				path, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), folder, func(has int64) { told = append(told, has) })
				if err != nil || path != filepath.Join(folder, "a.csv") {
					t.Fatal(path, err)
				}
				if !slices.Equal(*offsets, []int64{0, 50_000, 100_000, 150_000}) || told[len(told)-1] != int64(len(content)) || !slices.IsSorted(told) {
					t.Error(*offsets, told)
				}
			}, with(func(p *hallmint.Policy) { p.Attempts = 2 })) // in a row without a byte between
			isFile(t, filepath.Join(folder, "a.csv"), content)
			isNoFile(t, filepath.Join(folder, "a.csv.part"))
		})
	}
}

func TestADownloadGoesOnWithWhatAnEarlierOneLeft(t *testing.T) {
	for name, each := range map[string]struct {
		left   []byte
		offset int64
	}{
		"half":     {content[:60_000], 60_000},
		"all":      {content, int64(len(content))},
		"too much": {append(bytes.Clone(content), 'x'), 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "a.csv.part"), each.left, 0o600); err != nil {
				t.Fatal(err)
			}
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				offsets := reading(server, content, 0, nil)
				if _, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), folder, nil); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(*offsets, []int64{each.offset}) {
					t.Error(*offsets)
				}
			})
			isFile(t, filepath.Join(folder, "a.csv"), content)
		})
	}
}

func TestAFileThatIsWholeIsLeftAndAnotherIsReplaced(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		var told int64
		if _, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), folder, func(has int64) { told = has }); err != nil {
			t.Error(err)
		}
		if told != int64(len(content)) || len(server.calls) != 0 {
			t.Error(told, server.calls)
		}
		reading(server, nil, 0, nil)
		if _, err := client.DownloadPack(ctx(), packOf(nil, "a.csv"), folder, nil); err != nil {
			t.Error(err)
		}
	})
	isFile(t, filepath.Join(folder, "a.csv"), nil)
}

func TestBytesThatAreNotThePackAreNotKept(t *testing.T) {
	other := bytes.Clone(content)
	other[123] ^= 1
	for name, data := range map[string][]byte{"changed": other, "longer": append(bytes.Clone(content), content...)} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				reading(server, data, 0, nil)
				path, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), folder, func(has int64) {
					if has > int64(len(content))+50_000 {
						t.Error("a server fills the disk")
					}
				})
				failure(t, err, codes.DataLoss, "")
				if path != "" {
					t.Error(path)
				}
			})
			if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
				t.Error(left, err)
			}
		})
	}
}

func TestOnlyTheLastPartOfAFileNameIsTaken(t *testing.T) {
	folder := t.TempDir()
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		reading(server, content, 0, nil)
		for name, last := range map[string]string{
			"../../up.csv": "up.csv", "/etc/abs.csv": "abs.csv", `..\..\back.csv`: "back.csv", "a/b/..hidden": "..hidden",
		} {
			if path, err := client.DownloadPack(ctx(), packOf(content, name), folder, nil); err != nil || path != filepath.Join(folder, last) {
				t.Error(path, err)
			}
		}
		for _, name := range []string{"", "/", "..", "a/..", ".", "a/", "x\x00y"} {
			_, err := client.DownloadPack(ctx(), packOf(content, name), folder, nil)
			failure(t, err, codes.DataLoss, "")
		}
	})
	if found, err := os.ReadDir(folder); err != nil || len(found) != 4 {
		t.Error(found, err)
	}
}

func TestADownloadIsGivenUp(t *testing.T) {
	for name, each := range map[string]struct {
		err   error
		code  codes.Code
		calls int
	}{
		"away":    {away(), codes.Unavailable, 5},
		"unknown": {refusal(codes.NotFound, "PACK_NOT_FOUND"), codes.NotFound, 1},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				streams(server, hallmintv1.ExportService_ReadPack_FullMethodName,
					func(context.Context, *hallmintv1.ReadPackRequest, func(*hallmintv1.ReadPackResponse)) error {
						return each.err
					})
				_, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), folder, nil)
				var found *hallmint.Error
				if !errors.As(err, &found) || found.Code != each.code || len(server.calls) != each.calls {
					t.Error(err, server.calls)
				}
			})
			isNoFile(t, filepath.Join(folder, "a.csv"))
		})
	}
}

func TestADownloadThatFallsSilentGoesOnAndOneThatIsEndedKeepsWhatItHas(t *testing.T) {
	folder := t.TempDir()
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		streams(server, hallmintv1.ExportService_ReadPack_FullMethodName,
			func(ctx context.Context, asked *hallmintv1.ReadPackRequest, send func(*hallmintv1.ReadPackResponse)) error {
				send(&hallmintv1.ReadPackResponse{Data: content[asked.GetOffset() : asked.GetOffset()+10]})
				return silence(ctx, nil)
			})
		mine, cancel := context.WithTimeout(ctx(), 100*time.Second)
		defer cancel()
		_, err := client.DownloadPack(mine, packOf(content, "a.csv"), folder, nil)
		failure(t, err, codes.DeadlineExceeded, "")
		if !errors.Is(err, context.DeadlineExceeded) || len(server.calls) != 4 {
			t.Error(err, server.calls)
		}
	})
	isFile(t, filepath.Join(folder, "a.csv.part"), content[:40])
}

func TestErrorsOfTheDiskAreItsOwn(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		reading(server, content, 0, nil)
		_, err := client.DownloadPack(ctx(), packOf(content, "a.csv"), filepath.Join(t.TempDir(), "missing"), nil)
		var found *fs.PathError
		if !errors.As(err, &found) {
			t.Error(err)
		}
	})
}
