package hallmint

import (
	"bytes"
	"io"
	"os"
)

// Sheet is a product sheet that an import reads from its beginning, for each try anew. Made by [SheetFile], [SheetBytes] or
// [SheetFunc].
type Sheet struct {
	open func() (io.ReadCloser, error)
	// lasts tells whether what was read once can be read again.
	lasts func() bool
}

// SheetFile is the sheet in a file. What is no regular file, as a pipe, is read and sent once.
func SheetFile(path string) Sheet {
	return Sheet{
		open: func() (io.ReadCloser, error) { return os.Open(path) },
		lasts: func() bool {
			found, err := os.Stat(path)
			return err == nil && found.Mode().IsRegular()
		},
	}
}

// SheetBytes is a sheet in memory, which is not changed as long as the import runs.
func SheetBytes(data []byte) Sheet {
	return SheetFunc(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
}

// SheetFunc is a sheet from anywhere: open is called for each try, and gives all of it. What it gives is closed. For one that can be
// read only once there is the stub, Catalog.ImportProducts.
func SheetFunc(open func() (io.ReadCloser, error)) Sheet {
	return Sheet{open: open, lasts: func() bool { return true }}
}
