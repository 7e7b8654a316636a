package hallmint

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// DownloadPack writes a pack into a folder under its own name, proves its digest, and gives back its path. progress, where it is not
// nil, hears how many bytes are there.
//
// What a broken download left goes on where it broke, also one of an earlier call: it lies beside as `<name>.part`. A file that is
// there and whole is left as it is. On return the file is durable and its SHA-256 is the pack's. [*Error] where the server cannot be
// reached as often as the policy says without a byte in between, or DATA_LOSS where what it sends is not the pack; [*fs.PathError] of
// the disk. Two downloads of one pack into one folder at the same time spoil each other: the digest finds it.
func (c *Client) DownloadPack(
	ctx context.Context, pack *hallmintv1.Pack, folder string, progress func(bytes int64),
) (string, error) {
	if progress == nil {
		progress = func(int64) {}
	}
	name, err := fileName(pack.GetFileName())
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, name)
	if whole, err := isPack(path, pack); err != nil {
		return "", err
	} else if whole {
		progress(pack.GetBytes())
		return path, nil
	}
	load := &download{client: c, pack: pack, part: path + ".part", progress: progress}
	if err := load.all(ctx); err != nil {
		return "", err
	}
	// Dies the process here, the next call finds all bytes, and goes on with this line.
	whole, err := isPack(load.part, pack)
	if err != nil {
		return "", err
	}
	if !whole {
		if err := os.Remove(load.part); err != nil {
			return "", err
		}
		return "", lost("the bytes are not those of the pack's digest")
	}
	if err := publish(load.part, path); err != nil {
		return "", err
	}
	return path, nil
}

// download is a pack on its way into a file.
type download struct {
	client   *Client
	pack     *hallmintv1.Pack
	part     string
	progress func(int64)
}

// all appends what is missing, in as many calls as it takes.
func (d *download) all(ctx context.Context) error {
	policy := d.client.layer.policy
	for failures := 0; ; {
		has, err := d.begun()
		if err != nil {
			return err
		}
		err = d.stream(ctx, has)
		if err == nil {
			return nil
		}
		var failure *Error
		if !errors.As(err, &failure) {
			return err
		}
		failures++
		now, err := d.begun()
		if err != nil {
			return err
		}
		if now > has {
			failures = 1
		}
		if failures >= policy.Attempts || !failure.Passing() {
			return failure
		}
		if err := d.client.layer.pause(ctx, policy.wait(failures, failure.RetryAfter)); err != nil {
			return err
		}
	}
}

// stream appends what one call gives.
func (d *download) stream(ctx context.Context, has int64) (err error) {
	file, err := os.OpenFile(d.part, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if bad := file.Close(); err == nil {
			err = bad
		}
	}()
	heard, err := listen(ctx, d.client.layer.policy.Silence, func(ctx context.Context) (source[*hallmintv1.ReadPackResponse], error) {
		return d.client.Export.ReadPack(ctx, &hallmintv1.ReadPackRequest{PackId: d.pack.GetPackId(), Offset: has})
	})
	if err != nil {
		return err
	}
	defer heard.close()
	for {
		message, err := heard.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if _, err := file.Write(message.GetData()); err != nil {
			return err
		}
		has += int64(len(message.GetData()))
		d.progress(has)
		if has > d.pack.GetBytes() {
			break // it is not the pack, which its digest shows; but no server fills the disk
		}
	}
	if has < d.pack.GetBytes() {
		return unavailable("the stream ended before the file did")
	}
	return nil
}

// begun is how much of the download is there; one that is longer than the pack is none of it.
func (d *download) begun() (int64, error) {
	found, err := os.Stat(d.part)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if found.Size() > d.pack.GetBytes() {
		return 0, os.Remove(d.part)
	}
	return found.Size(), nil
}

// fileName takes the last part of what the server calls a file: it says how a file is called, not where it lies.
func fileName(told string) (string, error) {
	name := told[strings.LastIndexAny(told, `/\`)+1:]
	if name == "" || name == "." || !filepath.IsLocal(name) || strings.ContainsRune(name, 0) {
		return "", lost("the pack has no name that a file can have")
	}
	return name, nil
}

// isPack tells whether a file is there and is the pack.
func isPack(path string, pack *hallmintv1.Pack) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }() // it was only read
	found, err := file.Stat()
	if err != nil || found.Size() != pack.GetBytes() {
		return false, err
	}
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return false, err
	}
	return bytes.Equal(digest.Sum(nil), pack.GetSha256()), nil
}

// publish gives a file its name, durably: before, there is none of this name or an old one, and after it the whole new one.
func publish(part, path string) error {
	if err := flush(part, os.O_RDWR); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil // it has no folders that could be opened for that
	}
	return flush(filepath.Dir(path), os.O_RDONLY)
}

func flush(path string, how int) error {
	file, err := os.OpenFile(path, how, 0)
	if err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		_ = file.Close() // the first error is the one that counts
		return err
	}
	return file.Close()
}
