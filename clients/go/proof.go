package hallmint

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"time"
)

// Proof is what a proof file proves: this unit is of this batch, which the log has.
type Proof struct {
	// Identity of the unit: what its address ends with, as in /01/<GTIN>/21/<serial>. Compare it with the code in your hand.
	Identity string
	// BatchID, ProductID are UUIDs.
	BatchID, ProductID string
	// Seq is the unit's number in the batch, from 0; Quantity is how many units that has.
	Seq, Quantity uint64
	// Minted is when the batch ended, to the microsecond, as the log recorded it.
	Minted string
	// Index is the number of the batch's entry in the log, from 0; Size is how many entries the log had.
	Index, Size uint64
	// Log is its name.
	Log string
	// Witnesses are those of the given ones that signed, and when they saw the log.
	Witnesses map[string]time.Time
}

// ProofError is a proof that proves nothing, or a key that is none.
type ProofError struct {
	// Message says why, in English.
	Message string
}

// Error tells the message.
func (e *ProofError) Error() string {
	return e.Message
}

func unproved(format string, values ...any) error {
	return &ProofError{Message: fmt.Sprintf(format, values...)}
}

// VerifyProof verifies a proof file (GetTokenProof), without a network: the unit is of the batch, the batch is in the log, and the head
// of the log is signed by its key, and by all witnesses whose keys are given. [*ProofError] where it proves nothing: one character
// changed is enough.
//
// Keys are texts, name+id+base64 (C2SP signed-note). Take them from those whose they are, never from the file or from whoever sent it.
// A printed code can be copied: no proof says that a product is no copy, nor that its token is still valid.
func VerifyProof(proof []byte, logKey string, witnessKeys ...string) (*Proof, error) {
	return VerifyProofBy(len(witnessKeys), proof, logKey, witnessKeys...)
}

// VerifyProofBy is VerifyProof where so many of the witnesses are enough. A wrong signature of any of them is refused all the same.
// Each witness has a key of its own: one that is given twice, under whatever names, or that is the log's too, is refused.
func VerifyProofBy(witnesses int, proof []byte, logKey string, witnessKeys ...string) (*Proof, error) {
	if witnesses < 0 || witnesses > len(witnessKeys) {
		return nil, unproved("%d witnesses are asked for, of %d whose keys are given", witnesses, len(witnessKeys))
	}
	read, err := readProof(proof)
	if err != nil {
		return nil, err
	}
	log, err := readKey(logKey, logAlgorithm)
	if err != nil {
		return nil, err
	}
	trusted := make([]noteKey, 0, len(witnessKeys))
	for _, text := range witnessKeys {
		key, err := readKey(text, witnessAlgorithm)
		if err != nil {
			return nil, err
		}
		// What a witness signs does not have its name: one key under two would count twice, and the log could vouch for itself.
		if key.sameAs(log) || slices.ContainsFunc(trusted, key.sameAs) {
			return nil, unproved("each witness has a key of its own, and this one is given twice or is the log's: %q", text)
		}
		trusted = append(trusted, key)
	}
	if err := read.checkTrees(); err != nil {
		return nil, err
	}
	made := &Proof{
		Identity: read.identity, BatchID: read.batch, ProductID: read.product, Seq: read.seq, Quantity: read.quantity,
		Minted: read.minted, Index: read.index, Size: read.size, Log: read.origin, Witnesses: map[string]time.Time{},
	}
	if err := read.checkSignatures(log, trusted, witnesses, made.Witnesses); err != nil {
		return nil, err
	}
	return made, nil
}

// checkTrees leads from the unit to the batch's root, and from the batch's entry to the log's.
func (p *proofFile) checkTrees() error {
	unit := leaf(fmt.Sprintf("hallmint/v1\n%s\n%d\n%s\n", p.batch, p.seq, p.identity))
	root, err := climb(unit, p.seq, p.quantity, p.path)
	if err != nil {
		return err
	}
	if root != p.root {
		return unproved("the unit is not in the batch")
	}
	told := fmt.Sprintf("%s\n%d\n%s\n%s\n", p.product, p.quantity, hex.EncodeToString(p.root[:]), p.minted)
	commitment := sha256.Sum256(append(p.salt[:], told...))
	entry := leaf(fmt.Sprintf("hallmint/batch/v1\n%s\n%x\n%x\n", p.batch, p.tag, commitment))
	root, err = climb(entry, p.index, p.size, p.logPath)
	if err != nil {
		return err
	}
	if root != p.logRoot {
		return unproved("the batch is not in the log")
	}
	return nil
}

// checkSignatures wants the log's signature of its head, and those of so many witnesses; it notes when they saw it.
func (p *proofFile) checkSignatures(log noteKey, trusted []noteKey, wanted int, seen map[string]time.Time) error {
	signed, _, err := p.signedBy(log)
	if err != nil {
		return err
	}
	if !signed || log.name != p.origin {
		return unproved("the log %s did not sign this", log.name)
	}
	signers := 0
	for _, key := range trusted {
		signed, at, err := p.signedBy(key)
		if err != nil {
			return err
		}
		if signed {
			seen[key.name] = at
			signers++
		}
	}
	if signers < wanted {
		return unproved("%d of these witnesses signed, and %d are asked for", signers, wanted)
	}
	return nil
}

// signedBy tells whether a key signed the head of the log, and a witness's when. Signatures of others are none of its business; a
// wrong one of its own is an error.
func (p *proofFile) signedBy(key noteKey) (bool, time.Time, error) {
	var mine [][]byte
	for _, each := range p.signatures {
		if each.name == key.name && [4]byte(each.data) == key.id {
			mine = append(mine, each.data[4:])
		}
	}
	if len(mine) == 0 {
		return false, time.Time{}, nil
	}
	body, text, seconds := mine[0], p.head, uint64(0)
	if key.algorithm == witnessAlgorithm { // it signs when it saw the head as well (C2SP tlog-cosignature)
		if len(body) < 8 {
			return false, time.Time{}, unproved("the signature of %s is wrong", key.name)
		}
		seconds, body = binary.BigEndian.Uint64(body), body[8:]
		text = fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	}
	if !ed25519.Verify(key.public, []byte(text), body) {
		return false, time.Time{}, unproved("the signature of %s is wrong", key.name)
	}
	if len(mine) > 1 || seconds > math.MaxInt64 {
		return false, time.Time{}, unproved("%s signed twice, or at no time", key.name)
	}
	return true, time.Unix(int64(seconds), 0).UTC(), nil
}
