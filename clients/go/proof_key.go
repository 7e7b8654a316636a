package hallmint

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
)

// Algorithms of keys (C2SP signed-note).
const (
	logAlgorithm     = 1
	witnessAlgorithm = 4
)

// noteKey is the public key of a log or a witness.
type noteKey struct {
	name      string
	id        [4]byte
	algorithm byte
	public    ed25519.PublicKey
}

// sameAs tells whether two keys are one, whatever their names and algorithms are.
func (k noteKey) sameAs(other noteKey) bool {
	return k.public.Equal(other.public)
}

// readKey reads name+id+base64 of an algorithm.
func readKey(text string, algorithm byte) (noteKey, error) {
	kind := "log"
	if algorithm == witnessAlgorithm {
		kind = "witness"
	}
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return noteKey{}, unproved("not the public key of a %s: %q", kind, text)
	}
	data, err := unbase64(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != algorithm {
		return noteKey{}, unproved("not the public key of a %s: %q", kind, text)
	}
	key := noteKey{name: parts[0], algorithm: algorithm, public: data[1:]}
	digest := sha256.Sum256(append([]byte(key.name+"\n"), data...))
	key.id = [4]byte(digest[:4])
	if parts[1] != hex.EncodeToString(key.id[:]) {
		return noteKey{}, unproved("a public key that was changed or cut: %q", text)
	}
	if !isPoint(key.public) {
		return noteKey{}, unproved("a public key under which a signature means nothing: %q", text)
	}
	return key, nil
}

// unbase64 reads base64 that is written in the one usual way.
func unbase64(text string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	// The decoder skips line ends, which nothing here may hold.
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return nil, unproved("base64 that is none, or is written in an unusual way")
	}
	return data, nil
}

// The curve of Ed25519 is -x*x + y*y = 1 + d*x*x*y*y, modulo p (RFC 8032, 5.1).
var (
	one    = big.NewInt(1)
	prime  = new(big.Int).Sub(new(big.Int).Lsh(one, 255), big.NewInt(19))
	curveD = modulo(new(big.Int).Mul(big.NewInt(-121665), new(big.Int).ModInverse(big.NewInt(121666), prime)))
)

func modulo(of *big.Int) *big.Int {
	return of.Mod(of, prime)
}

// isPoint tells whether 32 bytes are a key that means something: a point of the curve, written in the one way, and none of the eight
// points under which one signature fits many texts: those with y of 0, 1 or -1, and four that an equation tells. crypto/ed25519 takes
// them all.
func isPoint(public []byte) bool {
	bytes := slices.Clone(public)
	slices.Reverse(bytes)
	bytes[0] &= 0x7f // the sign of x
	y := new(big.Int).SetBytes(bytes)
	if y.Cmp(prime) >= 0 {
		return false
	}
	square := modulo(new(big.Int).Mul(y, y))
	above := modulo(new(big.Int).Sub(square, one)) // y*y - 1: zero where y is 1 or -1
	if y.Sign() == 0 || above.Sign() == 0 {
		return false
	}
	scaled := modulo(new(big.Int).Mul(curveD, square)) // d*y*y
	order8 := new(big.Int).Mul(scaled, square)
	order8.Add(order8, new(big.Int).Lsh(square, 1)).Sub(order8, one)
	if modulo(order8).Sign() == 0 {
		return false
	}
	below := modulo(scaled.Add(scaled, one))
	return big.Jacobi(modulo(new(big.Int).Mul(above, below)), prime) == 1
}
