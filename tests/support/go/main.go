// Answers of golang.org/x/mod/sumdb to questions of tests/e2e/test_log_go.py: one JSON object a line, in and out.
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Op    string
	Key   string      // of note and sign
	Text  []byte      // of note and sign
	Size  int64       // of the tree
	Root  tlog.Hash   // of the tree
	Index int64       // of the leaf, or the size of the old tree
	Leaf  tlog.Hash   // or the root of the old tree
	Path  []tlog.Hash // of the proof
	Level int         // of the tile
	Width int         // of the tile
}

type answer struct {
	Text  []byte
	Error string
}

// witness verifies cosignatures, whose rule (C2SP tlog-cosignature) Go's module does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("no key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, fmt.Errorf("no key of a witness")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if parts[1] != fmt.Sprintf("%x", id[:4]) {
		return nil, fmt.Errorf("another id")
	}
	return &witness{parts[0], binary.BigEndian.Uint32(id[:4]), key[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(w.key, append([]byte(head), text...), signature[8:])
}

func answered(q question) ([]byte, error) {
	switch q.Op {
	case "open":
		verifier, err := note.NewVerifier(q.Key)
		if err != nil {
			return nil, err
		}
		opened, err := note.Open(q.Text, note.VerifierList(verifier))
		if err != nil {
			return nil, err
		}
		return []byte(opened.Text), nil
	case "cosigned":
		verifier, err := newWitness(q.Key)
		if err != nil {
			return nil, err
		}
		opened, err := note.Open(q.Text, note.VerifierList(verifier))
		if err != nil {
			return nil, err
		}
		return []byte(opened.Text), nil
	case "sign":
		signer, err := note.NewSigner(q.Key)
		if err != nil {
			return nil, err
		}
		return note.Sign(&note.Note{Text: string(q.Text)}, signer)
	case "record":
		return nil, tlog.CheckRecord(q.Path, q.Size, q.Root, q.Index, q.Leaf)
	case "tree":
		return nil, tlog.CheckTree(q.Path, q.Size, q.Root, q.Index, q.Leaf)
	case "tile":
		return []byte(tlog.Tile{H: 8, L: q.Level, N: q.Index, W: q.Width}.Path()), nil
	case "tiles":
		var paths []byte
		for _, tile := range tlog.NewTiles(8, q.Index, q.Size) {
			paths = append(paths, tile.Path()+"\n"...)
		}
		return paths, nil
	}
	return nil, fmt.Errorf("no question: %q", q.Op)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q question
		var a answer
		err := json.Unmarshal(in.Bytes(), &q)
		if err == nil {
			a.Text, err = answered(q)
		}
		if err != nil {
			a.Error = err.Error()
		}
		if out.Encode(a) != nil {
			os.Exit(1)
		}
	}
}
